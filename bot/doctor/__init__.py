"""What `kurir doctor` looks at, and what it finds."""
