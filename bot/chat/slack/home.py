"""The App Home: what is followed, what it costs, how the sources do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.blocks import Block, Element
from bot.chat.slack.views import View, fitting
from bot.content import BriefedStory
from bot.subscription import Subscription
from bot.view import source_line

OWN = 12
"""Subscriptions with buttons: each takes two of the hundred blocks."""
LINES = 20


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription and the sentence that says what is understood."""

    subscription: Subscription
    understood: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What one person's App Home shows.

    Attributes:
        mine: what this person follows.
        others: what channels follow that this person may see.
        recent: newest briefings.
        health: one sentence on all sources, then one for each that does not work.
        budget: one sentence.
    """

    mine: Sequence[Followed]
    others: Sequence[Followed]
    recent: Sequence[BriefedStory]
    health: Sequence[str]
    budget: str


def view(home: Home) -> View:
    """The App Home."""
    made: list[Block] = [
        b.header("Kurir"),
        b.context("Checked English briefings on the news, in any language."),
        b.actions(b.button("New subscription", "home_subscribe", style="primary")),
        b.divider(),
        b.header("Your subscriptions"),
        *(block for followed in home.mine[:OWN] for block in _own(followed)),
        *([] if home.mine else [b.context("You follow nothing yet.")]),
        *([b.context(f"{len(home.mine) - OWN} more are not shown here.")] if len(home.mine) > OWN else []),
        b.header("In this workspace"),
        _list([_line(f) for f in home.others], "Nobody else follows anything here."),
        b.header("Recent briefings"),
        _list([_recent(story) for story in home.recent], "Nothing has been briefed yet."),
        b.header("Sources"),
        _list([[b.text(b.shorten(line, 400))] for line in home.health], "No source is set up yet."),
        b.context(home.budget),
    ]
    return {"type": "home", "blocks": fitting(made, limits.BLOCKS_PER_VIEW)}


def _own(followed: Followed) -> list[Block]:
    """A subscription of one's own, with buttons that edit, hold and end it."""
    subscription = followed.subscription
    which = f"{subscription.number} {subscription.channel.id}"
    word = "pause" if subscription.active else "resume"
    ending = b.button("Unsubscribe", f"hold unsubscribe {which}", f"unsubscribe {which}", style="danger")
    ending["confirm"] = {
        "title": b.plain("Unsubscribe?", limits.CONFIRM_TITLE),
        "text": b.plain(
            f"Nothing more will come on {subscription.what or 'everything'}.", limits.CONFIRM_TEXT
        ),
        "confirm": b.plain("Unsubscribe", limits.CONFIRM_BUTTON),
        "deny": b.plain("Keep", limits.CONFIRM_BUTTON),
    }
    buttons = b.actions(
        b.button("Edit", f"edit {which}", which),
        b.button(word.capitalize(), f"hold {word} {which}", f"{word} {which}"),
        ending,
    )
    return [b.rich(b.line(*_line(followed))), buttons]


def _line(followed: Followed) -> list[Element]:
    subscription = followed.subscription
    what = b.text(b.shorten(subscription.what or "everything", 300), bold=True)
    where = (
        [b.channel(subscription.channel.id)] if subscription.channel.user is None else [b.text("you alone")]
    )
    return [what, b.text(" · "), *where, b.text(f"\n{b.shorten(followed.understood, 400)}")]


def _recent(story: BriefedStory) -> list[Element]:
    label = b.shorten(story.briefing.headline, 300)
    title = b.link(story.article.url, label) if story.article.url else b.text(label)
    return [title, b.text(f" {source_line(story.article)}", italic=True)]


def _list(lines: Sequence[Sequence[Element]], nothing: str) -> Block:
    return b.rich(b.bullets(lines[:LINES])) if lines else b.context(nothing)
