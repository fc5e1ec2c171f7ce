"""The image and the deployments: followed step by step as far as that goes without Docker."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_lines import parse

from bot.settings import Secrets

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "kurir.service").read_text(encoding="utf-8")


def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, in order."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)
    ]


def copied(stage: list[tuple[str, str]]) -> list[tuple[list[str], str]]:
    words = [rest.split() for word, rest in stage if word == "COPY" and not rest.startswith("--from")]
    return [(sources, target) for *sources, target in words]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for step in steps():
        if step[0] == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def test_the_image_runs_from_what_it_copies(tmp_path: Path) -> None:
    """Every COPY of both stages into a scratch folder; the health check's command works from there."""
    app = tmp_path / "app"
    app.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for sources, target in [c for stage in stages() for c in copied(stage)]:
        for source in sources:
            place = app / target / source if target == "./" else app / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=ignored)
            else:
                shutil.copy(ROOT / source, place)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    env |= {"KURIR_DATA": str(tmp_path / "data"), "KURIR_CONFIG": "config/kurir.toml", "PYTHONPATH": str(app)}
    health = json.loads(dict(steps())["HEALTHCHECK"].partition("CMD ")[2])
    command = [sys.executable, "-m", "bot", *health[1:]]
    done = subprocess.run(command, cwd=app, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    brief = [sys.executable, "-m", "bot", "brief", "seeds/en-cashless.json", "--format", "json"]
    done = subprocess.run(brief, cwd=app, env=env, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["briefing"]["key_claims"]


def test_nothing_that_the_image_copies_is_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for sources, _ in [c for stage in stages() for c in copied(stage)]:
        assert not set(sources) & set(ignored)


def test_a_change_in_the_code_installs_nothing_anew() -> None:
    """The lock file is copied and installed, with its hashes, before any source."""
    build = stages()[0]
    lock = build.index(("COPY", "requirements.txt ./"))
    install = next(i for i, (_, rest) in enumerate(build) if "--require-hashes -r requirements.txt" in rest)
    source = build.index(("COPY", "bot bot"))
    assert lock < install < source


def test_the_image_runs_as_nobody_special_with_commands_that_exist() -> None:
    last = dict(stages()[-1])
    assert last["USER"] not in ("root", "0")
    start, command = json.loads(last["ENTRYPOINT"]), json.loads(last["CMD"])
    health = json.loads(last["HEALTHCHECK"].partition("CMD ")[2])
    assert start == ["kurir"]
    parse(command)
    assert health[0] == "kurir"
    parse(health[1:])


@pytest.mark.parametrize("words", re.findall(r"^    command: \[(\w+)\]", COMPOSE, re.MULTILINE))
def test_compose_runs_commands_that_exist(words: str) -> None:
    parse([words])


def test_compose_gives_every_secret_as_a_file_that_it_defines() -> None:
    given = dict(re.findall(r"^ +(\w+)_FILE: /run/secrets/(\w+)$", COMPOSE, re.MULTILINE))
    defined = set(re.findall(r"^  (\w+):\n    file: secrets/\1$", COMPOSE, re.MULTILINE))
    assert set(given.values()) == defined
    assert {name.lower() for name in given} - {"postgres_password"} <= set(Secrets.model_fields)
    assert not re.search(r"(TOKEN|KEY|PASSWORD|URL): ", COMPOSE)


def test_the_unit_starts_kurir_and_reads_its_secrets_from_files() -> None:
    start = re.search(r"^ExecStart=\S+/kurir (.+)$", UNIT, re.MULTILINE)
    assert start
    parse(start[1].split())
    loaded = dict(
        re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE)
        and re.findall(r"^Environment=(\w+)_FILE=%d/(\w+)$", UNIT, re.MULTILINE)
    )
    assert set(loaded.values()) == set(re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE))
    assert {name.lower() for name in loaded} <= set(Secrets.model_fields)
