"""Kurir's bot: briefings in, messages out. Imports `summarizer`, never the other way round."""
