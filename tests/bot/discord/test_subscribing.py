"""Subscribing in Discord: by command and by form, and who may."""

from __future__ import annotations

import json

import discord
import pytest
from fakes.discord_team import Team, said


async def test_subscribing_by_command_is_announced_to_the_channel(team: Team) -> None:
    options = {"what": "bridges", "at": "08:00", "on": "weekdays", "tz": "Europe/Stockholm", "as": "digest"}
    result = await team.brief(command="subscribe", **options)
    assert "Subscribed as number 1" in said(result)
    (s,) = await team.store.subscriptions.of_channel(team.here)
    assert (s.what, s.schedule.tz, s.schedule.weekdays) == ("bridges", "Europe/Stockholm", (0, 1, 2, 3, 4))
    assert "This channel now gets" in team.aloud()[0]


async def test_the_form_shows_what_is_understood_before_anything_is_made(team: Team) -> None:
    form = await team.brief(command="subscribe")
    fields = {"what": "bridges", "mode": ["digest"], "times": "8:00", "days": "mon-fri", "tz": "Europe/Kyiv"}
    preview = await team.ann.submit_modal(form, fields)
    await team.settle()
    assert "Weekdays at 08:00 Europe/Kyiv; next: Tuesday 24 November 08:00" in said(preview)
    assert await team.store.subscriptions.all() == []
    assert preview.response is not None
    changed = await team.ann.click(preview.response, label="Change")
    assert "bridges" in json.dumps(changed.modal)
    done = await team.ann.click(preview.response, label="Subscribe")
    await team.settle()
    assert "Subscribed as number 1" in said(done)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"times": "noon"}, "«noon» is not understood"),
        ({"tz": "Mars"}, "no time zone"),
        ({"days": "payday"}, "payday"),
    ],
)
async def test_a_form_that_is_not_understood_says_which_field(
    team: Team, fields: dict[str, str], says: str
) -> None:
    form = await team.brief(command="subscribe")
    whole = {"what": "x", "mode": ["digest"], "times": "08:00", "days": "weekdays", "tz": "UTC", **fields}
    sent = await team.ann.submit_modal(form, whole)
    assert says in said(sent)


async def test_who_may_not_subscribe_is_told_which_permission_it_takes(team: Team) -> None:
    result = await team.brief(team.bob, command="subscribe", what="bridges")
    assert "you need the permission Manage Webhooks" in said(result)
    form = await team.brief(team.bob, command="subscribe")
    assert form.modal is None
    assert "Manage Webhooks" in said(form)
    assert await team.store.subscriptions.all() == []


async def test_a_configured_role_may_subscribe(team: Team) -> None:
    await team.restart(subscribers=("Reporters",))
    reporters = team.guild.create_role("Reporters")
    cem = team.guild.add_member(team.env.create_user("cem"), roles=[reporters])
    assert "Subscribed" in said(await team.brief(cem, command="subscribe", what="bridges"))


async def test_a_permission_that_the_bot_lacks_is_named(team: Team) -> None:
    for role in team.env.backend.get_guild(team.guild.id).roles.values():
        role.permissions &= ~discord.Permissions(send_messages_in_threads=True).value
    result = await team.brief(command="subscribe", what="bridges")
    assert "Kurir lacks the permission Send Messages in Threads" in said(result)
