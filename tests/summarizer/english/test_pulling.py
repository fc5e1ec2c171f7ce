"""Models are fetched exactly as pinned, or not at all."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from aiohttp import web
from servers import LoopbackServer

from summarizer.english.models import Lock, ModelFile, is_installed, lock, model_folder
from summarizer.english.pulling import Timeouts, pull
from summarizer.errors import TranslationError

CONTENT = {"model": b"m" * 5000, "vocabulary": b"v" * 300, "shortlist": b"s" * 40}
PACKED = {name: gzip.compress(content, mtime=0) for name, content in CONTENT.items()}


def pinned(packed: dict[str, bytes] = PACKED) -> Lock:
    """A lock on `packed`, whatever is served."""
    files = tuple(
        ModelFile(n, f"sv/{n}.gz", len(d), hashlib.sha256(d).hexdigest()) for n, d in packed.items()
    )
    return Lock("http://models.invalid/", {"sv": files, "no": files})


def pages(packed: dict[str, bytes] = PACKED) -> dict[str, bytes]:
    return {f"/m/sv/{name}.gz": data for name, data in packed.items()}


def names(folder: Path) -> list[str]:
    """What is in `folder`, hidden files too."""
    return [f.name for f in folder.iterdir()]


async def test_a_model_is_unpacked_into_its_folder(tmp_path: Path) -> None:
    """Every file, nothing else; a second time it replaces the first."""
    async with LoopbackServer(dict(pages())) as server:
        for _ in range(2):
            target = await pull("sv", tmp_path, base=server.url("/m"), pinned=pinned())
    assert target == model_folder(tmp_path, "sv")
    assert {f.name: f.read_bytes() for f in target.iterdir()} == CONTENT
    assert names(tmp_path) == [target.name]
    assert is_installed(tmp_path, "sv")


async def test_one_model_serves_all_of_norwegian(tmp_path: Path) -> None:
    """Bokmål and Nynorsk share it."""
    async with LoopbackServer(dict(pages())) as server:
        await pull("nb", tmp_path, base=server.url("/m"), pinned=pinned())
    assert is_installed(tmp_path, "no")
    assert is_installed(tmp_path, "nn")


CHANGED = {**PACKED, "shortlist": gzip.compress(b"t" * 40, mtime=0)}
LONGER = {**PACKED, "shortlist": PACKED["shortlist"] + b"x" * 999_999}


@pytest.mark.parametrize("served", [CHANGED, LONGER], ids=["changed", "longer"])
async def test_what_is_not_as_pinned_is_not_kept(tmp_path: Path, served: dict[str, bytes]) -> None:
    """Not even the files that were right."""
    async with LoopbackServer(dict(pages(served))) as server:
        with pytest.raises(TranslationError, match="pins"):
            await pull("sv", tmp_path, base=server.url("/m"), pinned=pinned())
    assert names(tmp_path) == []


async def test_a_pinned_file_that_is_no_gzip_is_refused(tmp_path: Path) -> None:
    plain = {**PACKED, "model": b"plain"}
    async with LoopbackServer(dict(pages(plain))) as server:
        with pytest.raises(TranslationError, match="not packed with gzip"):
            await pull("sv", tmp_path, base=server.url("/m"), pinned=pinned(plain))


async def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    async with LoopbackServer({}) as server:
        with pytest.raises(TranslationError, match="status 404") as caught:
            await pull("sv", tmp_path, base=server.url("/m").replace("//", "//user:secret@"), pinned=pinned())
    assert "secret" not in str(caught.value)


async def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    """And that briefings work without a model."""
    async with LoopbackServer({}) as server:
        gone = server.url("/m")
    with pytest.raises(TranslationError, match="briefings work without it"):
        await pull("sv", tmp_path, base=gone, pinned=pinned())


async def test_an_answer_that_breaks_off_is_given_up(tmp_path: Path) -> None:
    def stop(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=b"", headers={"Content-Length": "99"})

    async with LoopbackServer({"/m/sv/model.gz": stop}) as server:
        with pytest.raises(TranslationError):
            await pull("sv", tmp_path, base=server.url("/m"), pinned=pinned(), timeouts=Timeouts(read=0.1))


async def test_an_unknown_language_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(TranslationError, match="'tlh'; there are: no, sv"):
        await pull("tlh", tmp_path, pinned=pinned())


def test_the_lock_pins_every_language_that_has_full_cues() -> None:
    """Three files each, every one with its size and SHA-256."""
    models = lock().models
    assert {"sv", "no", "da", "de", "fr", "es", "fi", "uk", "pl", "nl", "it", "pt"} <= set(models)
    for files in models.values():
        assert {f.name for f in files} == {"model", "vocabulary", "shortlist"}
        assert all(len(f.sha256) == 64 and f.size > 100_000 for f in files)
