"""What is to be posted: chosen, planned, and delivered once."""
