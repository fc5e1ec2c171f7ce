"""Whether a command line is one that `kurir` understands: commands and options exist, values are allowed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

import click

from bot.cli import cli

CODE = re.compile(r"^```[^\n]*\n(.*?)^```|^((?: {4}[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
ENDS = {"|", "||", "&&", ";", "&"}


def parse(words: Sequence[str]) -> None:
    """Read `words` as `kurir` would, without doing anything.

    Raises:
        click.UsageError: `kurir` would refuse them; a file that is not there is fine.
    """
    command: click.Command = cli
    context = _context(command, "kurir", list(words), None)
    while isinstance(command, click.Group) and context:
        rest = [*context._protected_args, *context.args]
        if not rest:
            return
        name, found, rest = command.resolve_command(context, rest)
        assert found
        command = found
        context = _context(command, name or "", rest, context)


def _context(
    command: click.Command, name: str, words: list[str], parent: click.Context | None
) -> click.Context | None:
    try:
        return command.make_context(name, words, parent=parent)
    except click.exceptions.Exit:  # --help, --version
        return None
    except click.BadParameter as error:
        if re.search(r"does not exist|No such file", error.message):
            return None
        raise


def in_markdown(text: str) -> Iterator[list[str]]:
    """The words after `kurir` of every line of code that begins with it."""
    for block in CODE.findall(text):
        for line in re.sub(r"\\\n\s*", " ", "".join(block)).splitlines():
            words = _words(line)
            while words and (words[0] == "$" or re.match(r"^[A-Z_]+=", words[0])):
                words = words[1:]
            if words and words[0] == "kurir":
                yield words[1:]


def _words(line: str) -> list[str]:
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:  # a quotation mark in prose or output
        return []
    end = next((i for i, w in enumerate(words) if set(w) <= set("|&;<>")), len(words))
    return words[:end]
