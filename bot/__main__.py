"""The `kurir` program: errors become one sentence and an exit code."""

from __future__ import annotations

import os
import sys

import click

from bot.cli import cli
from bot.errors import BotError
from summarizer.errors import SummarizerError


def main() -> None:
    """Run the command line; exit 0 on success, 1 when the work failed, 2 on wrong use."""
    os.umask(0o077)  # what Kurir writes, the data folder above all, is for this user only
    debug = "--debug" in sys.argv
    try:
        code = cli.main(prog_name="kurir", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (BotError, SummarizerError) as error:
        if debug:
            raise
        fail(str(error))
    except BrokenPipeError:  # the reader of our output went away: `kurir brief … | head`
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        cause = error.strerror or type(error).__name__
        fail(f"{error.filename or 'a file or connection'} cannot be used: {cause}; see it with --debug")
    except Exception as error:
        if debug:
            raise
        fail(f"something went wrong that Kurir did not foresee ({type(error).__name__}); see it with --debug")


def fail(message: str) -> None:
    """Say `message` on stderr and exit 1."""
    print(f"kurir: {message}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
