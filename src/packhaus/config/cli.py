"""The `packhaus` command."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

import django

from packhaus.config.commands import COMMANDS, Command

REFUSED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something is wrong, 2 refused (the text says why)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = _find_command(given)
    if command is None:
        _make_parser().parse_args(given or ["--help"])
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.config.settings")
    return _run(command, given[1:])


def _find_command(given: Sequence[str]) -> Command | None:
    return next((command for command in COMMANDS if given and command.name == given[0]), None)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="packhaus", description="The software of a fulfillment operation.", add_help=True
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.summary, add_help=False)
    return parser


def _run(command: Command, given: Sequence[str]) -> int:
    from django.db import ProgrammingError
    from psycopg.errors import UndefinedTable

    from packhaus.kernel.errors import DomainError
    from packhaus.kernel.postgres import ServerError

    try:
        # Reading the settings starts the embedded server, and models load only afterwards.
        django.setup()
        module = importlib.import_module(command.module)
        parser = argparse.ArgumentParser(prog=f"packhaus {command.name}", description=module.__doc__)
        module.configure(parser)
        return int(module.run(parser.parse_args(given)))
    except (DomainError, ServerError) as refusal:
        _say(refusal)
        return REFUSED
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        print("packhaus: this database is not up to date; run `packhaus migrate` first", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(refusal: Exception) -> None:
    from packhaus.kernel.errors import Invalid

    print(f"packhaus: {refusal}", file=sys.stderr)
    if isinstance(refusal, Invalid):
        for problem in refusal.problems:
            print(f"  {problem.path}: {problem.message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
