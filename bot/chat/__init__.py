"""One package or module a chat platform; each is the only importer of its vendor's library."""
