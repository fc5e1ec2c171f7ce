"""What the documentation says is there: links lead somewhere, commands parse, generated pages are current."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from command_lines import in_markdown, parse

from bot import reference

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|(?:src|srcset|href)=\"([^\"]+)\"")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)


@pages
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = ["".join(found) for found in LINK.findall(page.read_text(encoding="utf-8"))]
    targets = [unquote(link.partition("#")[0]) for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [t for t in targets if not (page.parent / t).exists()] == []


@pages
def test_every_anchor_of_the_documentation_is_a_heading(page: Path) -> None:
    links = ["".join(found) for found in LINK.findall(page.read_text(encoding="utf-8"))]
    for link in (link for link in links if "#" in link and not re.match(r"[a-z]+:", link)):
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert anchor in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", t.lower()).strip().replace(" ", "-") for t in titles}


@pages
def test_every_command_shown_is_one_that_kurir_understands(page: Path) -> None:
    for words in in_markdown(page.read_text(encoding="utf-8")):
        try:
            parse(words)
        except click.UsageError as error:
            pytest.fail(f"kurir {' '.join(words)}: {error.format_message()}")


def test_the_examples_that_are_looked_at_are_found() -> None:
    """The test above would pass on nothing: it must see the commands that a page shows."""
    text = (
        "x\n\n```sh\n$ KURIR_DATA=x kurir brief a.txt | head  # why\n```\n\n"
        "    kurir models pull sv \\\n      de\n"
    )
    assert list(in_markdown(text)) == [["brief", "a.txt"], ["models", "pull", "sv", "de"]]
    with pytest.raises(click.UsageError):
        parse(["brief", "--no-such-option", "a.txt"])
    with pytest.raises(click.UsageError):
        parse(["sources", "ad", "x"])


def test_the_configuration_reference_is_what_the_code_says() -> None:
    """Renew it with: python -m bot.reference > docs/configuration.md"""
    text = (ROOT / "config" / "kurir.toml").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == reference.page(text)


def test_every_setting_has_its_reason() -> None:
    text = (ROOT / "config" / "kurir.toml").read_text(encoding="utf-8")
    assert reference.without_a_reason(text) == []
