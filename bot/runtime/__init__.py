"""What runs as long as the bot does: services, the one of them that leads, and wake-ups."""
