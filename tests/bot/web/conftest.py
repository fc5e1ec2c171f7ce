"""A filled archive and its application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from webdata import browser, fill, web_settings

from bot.store import Store, open_store


@pytest.fixture
async def archive(sqlite_store_url: str) -> AsyncIterator[Store]:
    """A store with the briefings of `webdata`."""
    async with await open_store(sqlite_store_url) as store:
        await fill(store)
        yield store


@pytest.fixture
def client(archive: Store, tmp_path: Path) -> Any:
    """A browser on the same machine."""
    return browser(archive, web_settings(tmp_path))
