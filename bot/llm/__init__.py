"""The `llm` engine as the settings want it, and what it remembers and spends."""
