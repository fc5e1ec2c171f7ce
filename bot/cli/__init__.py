"""The command line: one module a command, imported only when it runs, so that `--help` is quick."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "brief": "brief files, folders, addresses or - for standard input",
    "ask": "answer a question from one article",
    "demo": "real briefings from the shipped seeds; no account, key or network",
    "eval": "score briefings against labelled articles",
    "poll": "fetch all due sources once",
    "sources": "add, list, remove, import and export what is read (OPML)",
    "models": "list on-device translation models, or fetch one",
    "run": "the bot: polls, briefs, posts on schedule, answers",
    "worker": "with PostgreSQL: one more worker of the same bot",
    "subscribe": "have stories posted to a channel, at times or as they come",
    "subscriptions": "what every channel gets, and when next",
    "unsubscribe": "end a subscription",
    "doctor": "check configuration, database, tokens, endpoints and models, and say what to fix",
    "status": "what was posted, what waits, what was missed and why",
    "export": "write sources, articles and briefings as JSON Lines",
    "forget": "remove an article and its briefings for good",
    "preview": "show how briefings will look in Slack or Discord",
    "check": "run the gate over given points of an article",
    "completion": "print the completion script for bash, zsh or fish",
}
"""Every command and its line in `kurir --help`; the code is `bot.cli.<command>:command`."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bot.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kurir", prog_name="kurir")
@click.option("--config", type=click.Path(dir_okay=False), envvar="KURIR_CONFIG", help="TOML file.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def cli(ctx: click.Context, config: str | None, debug: bool) -> None:
    """Kurir reads the news for your team, in any language, and briefs it in checkable English."""
    ctx.obj = config
