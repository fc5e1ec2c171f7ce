"""`kurir completion`: the script that makes a shell complete kurir's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL.

    For bash, put this into ~/.bashrc: eval "$(kurir completion bash)"
    """
    completion = get_completion_class(shell)
    if completion is None:  # click knows all three
        raise click.UsageError(f"click cannot complete in {shell}")
    click.echo(completion(ctx.find_root().command, {}, "kurir", "_KURIR_COMPLETE").source())
