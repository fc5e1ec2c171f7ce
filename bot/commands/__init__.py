"""What people ask for in chat: `grammar` reads it, `desk` answers it. The same on every platform."""
