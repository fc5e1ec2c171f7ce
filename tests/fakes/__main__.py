# ruff: noqa: T201, E402 - a program that prints; run as a folder, it must first find its own package
"""A Slack to try Kurir with, on this machine alone: ``.venv/bin/python tests/fakes``.

Says what to set so that Kurir takes it for Slack, then shows every message that Kurir posts, also as a
web page.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from bot.chat.slack.doctor import scopes
from bot.doctor.examination import MANIFEST
from bot.outbox.delivery import Part
from bot.preview.slack import page
from fakes.slack_server import SlackServer

SET = """A stand-in for Slack with one channel, C1. In another terminal:

    export SLACK_API_URL={url} SLACK_BOT_TOKEN=xoxb-stand-in SLACK_APP_TOKEN=xapp-stand-in

Then Kurir posts to slack:C1 as it would to Slack. Ctrl-C ends it.
"""


async def show(out: Path) -> None:
    """Serve until Ctrl-C, and keep `out` up to date with what was posted."""
    granted = ",".join(scopes(MANIFEST.read_text(encoding="utf-8")))
    async with SlackServer(scopes=granted) as slack:
        print(SET.format(url=slack.url), flush=True)
        seen = 0
        while True:
            await slack.until(lambda seen=seen: len(slack.messages["C1"]) > seen, seconds=1e9)
            new = slack.messages["C1"][seen:]
            seen += len(new)
            parts = [Part(payload=m, in_thread="thread_ts" in m) for m in slack.messages["C1"]]
            await asyncio.to_thread(out.write_text, page(parts), encoding="utf-8", errors="replace")
            for message in new:
                print(
                    f"{'  in its thread' if 'thread_ts' in message else 'C1'}: {message['text']}", flush=True
                )
            print(f"Open {out} in a browser to see them.", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests/fakes", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("slack.html"), help="the web page")
    try:
        asyncio.run(show(parser.parse_args().out))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
