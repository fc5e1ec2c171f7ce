"""Kurir in Discord: `render` makes payloads (pure), `client` sends them, `app` listens."""
