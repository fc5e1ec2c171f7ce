"""Kurir in Slack: `render` makes payloads (pure), `client` sends them, `app` listens."""
