"""`kurir brief` as a program uses it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from bot.cli import cli

TEXT = "The bridge opens\n\nThe bridge opened on Monday."


def test_what_is_no_article_fails_only_where_it_is_named(tmp_path: Path) -> None:
    """In a folder it is passed over, which standard error says."""
    other = tmp_path / "other.json"
    other.write_text('{"extractive": 0.7}', encoding="utf-8")
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    folder = CliRunner().invoke(cli, ["brief", str(tmp_path)])
    named = CliRunner().invoke(cli, ["brief", str(tmp_path), str(other)])
    assert (folder.exit_code, named.exit_code) == (0, 1)
    assert "The bridge opened on Monday" in folder.stdout
    assert "other.json: passed over" in folder.stderr
