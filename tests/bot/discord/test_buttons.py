"""Buttons below a briefing in Discord, also after a restart."""

from __future__ import annotations

from builders import article
from fakes.desk import LINK
from fakes.discord_team import Team, said

from bot.content import BriefedStory
from summarizer import Briefing


async def test_evidence_shows_the_original_sentences(team: Team) -> None:
    result = await team.brief(address=LINK)
    evidence = await team.ann.click(result.response, label="Evidence")
    await team.settle()
    assert evidence.ephemeral
    assert "The mayor opened the bridge on Monday." in said(evidence)
    assert "Every check passed" in said(evidence)


async def test_buttons_work_after_a_restart(team: Team) -> None:
    result = await team.brief(address=LINK)
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    await team.restart()
    thanks = await team.bob.click(team.last, label="👍 Useful")
    more = await team.bob.select(team.last, ["experts"], custom_id="kurir:more:1")
    await team.settle()
    assert "Thank you" in said(thanks)
    assert "Ann Ek" in said(more)
    assert await team.store.subscriptions.tastes()


async def test_a_button_of_a_briefing_that_is_gone_says_so(team: Team) -> None:
    gone = BriefedStory(
        id="999", article=article(), briefing=Briefing(headline="Gone", engine="extractive", points=())
    )
    chat = team.office.handling.chat
    await chat.send(team.here, chat.render(gone)[0], key="k", reply_to=None)
    assert "no longer in the archive" in said(await team.press("Evidence"))
