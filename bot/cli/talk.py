"""Follow-ups in the terminal: the same desk and grammar as in chat, one line at a time."""

from __future__ import annotations

from collections.abc import Callable

from bot.commands.desk import Asker, Desk
from bot.commands.grammar import Ask, Command, Help, parse
from bot.content import Content, Notice
from bot.errors import BotError
from summarizer.errors import SummarizerError

COMMAND = "/brief"
INVITATION = "Ask about the last briefing, or type /brief help. An empty line ends."


async def talk(desk: Desk, asker: Asker, show: Callable[[Content], None], read: Callable[[], str]) -> None:
    """Show the answer to each line that `read` gives, until an empty one or the end of input."""
    show(Notice(text=INVITATION))
    while line := _line(read):
        try:
            reply = await desk.handle(understood(line), asker)
        except (BotError, SummarizerError) as error:
            show(Notice(text=str(error)))
            continue
        for content in reply.contents:
            show(content)


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
