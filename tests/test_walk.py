"""The way of somebody new: an article of their own, then a message in a stand-in for Slack."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = """Kommunen stänger simhallen i Lövsta hela våren

Simhallen i Lövsta stänger den 8 januari för att taket måste bytas, meddelade kommunen på tisdagen.

Simklubbens ordförande Johan Sandell tvivlar på att tidsplanen håller.
"""


def kurir(*words: str) -> tuple[str, str]:
    """What `kurir` says on standard output and beside it."""
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def slack(home: Path) -> Iterator[Mapping[str, str]]:
    """The stand-in as the quick start runs it; what it says to set."""
    command = [sys.executable, "tests/fakes", "--out", str(home / "slack.html")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = next(line for line in process.stdout if "export" in line)
        yield dict(re.findall(r"(\w+)=(\S+)", line))
        process.terminate()


def test_an_article_that_stays_in_its_language_says_how_to_change_that(home: Path) -> None:
    out, beside = kurir("brief", str(home / "in"))
    assert "[Swedish]" in out
    assert "kurir models pull sv" in beside
    assert "models pull" not in kurir("brief", str(ROOT / "seeds" / "en-cashless.json"))[1]


def test_from_the_file_to_a_message_in_the_stand_in(
    home: Path, slack: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wrong, nothing is said that has to be looked up, and the message is there."""
    config = home / "kurir.toml"
    config.write_text('[[subscriptions]]\nchannel = "slack:C1"\nmode = "alerts"\n', encoding="utf-8")
    for name, value in {"KURIR_CONFIG": str(config), **slack}.items():
        monkeypatch.setenv(name, value)
    assert "wrong" not in kurir("doctor")[0]
    kurir("sources", "add", str(home / "in"), "--first", "5")
    assert kurir("run", "--once") == ("", "")
    assert "1 sent" in kurir("status")[0]
    assert "simhallen" in (home / "slack.html").read_text(encoding="utf-8").lower()
