"""Follow-ups in the terminal: the same desk and grammar as in chat, one line at a time."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console

from bot.chat.content import Notice
from bot.chat.terminal import show
from bot.commands.desk import Asker, Desk
from bot.commands.grammar import Ask, Command, Help, parse
from bot.errors import BotError
from summarizer.errors import SummarizerError

COMMAND = "/brief"
INVITATION = "Ask about the last briefing, or type /brief help. An empty line ends."


async def talk(desk: Desk, asker: Asker, out: Console, read: Callable[[], str]) -> None:
    """Answer each line that `read` gives, until an empty one or the end of input."""
    show(out, Notice(text=INVITATION))
    while line := _line(read):
        try:
            reply = await desk.handle(understood(line), asker)
        except (BotError, SummarizerError) as error:
            show(out, Notice(text=str(error)))
            continue
        for content in reply.contents:
            show(out, content)


def understood(line: str) -> Command:
    """A command after `/brief`; anything else is a question in plain words."""
    word, _, rest = line.partition(" ")
    if word == COMMAND:
        return parse(rest)
    return Help() if line.lower() == "help" else Ask(line)


def _line(read: Callable[[], str]) -> str:
    try:
        return read().strip()
    except EOFError:
        return ""
