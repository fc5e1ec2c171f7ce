"""The composition root: the only module that names concrete engines, stores and chats.

Each builder imports what it builds, so that `kurir brief` does not wait for the database's library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import Settings
from summarizer.english import ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer

if TYPE_CHECKING:
    from bot.store import Store


def build_summarizer(settings: Settings, *, engine: str | None = None) -> Summarizer:
    """The summarizer that `settings` describe; `engine` overrides the one configured."""
    return Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),))


async def build_store(settings: Settings) -> Store:
    """The store that `settings` name, ready for use; SQLite in the data folder unless told otherwise.

    Raises:
        StoreError: it cannot be used; one sentence that says what to do.
    """
    from bot.store import open_store, sqlite_url

    url = settings.secrets.kurir_database_url
    return await open_store(url.get_secret_value() if url else sqlite_url(settings.data / "kurir.db"))
