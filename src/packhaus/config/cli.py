"""The `packhaus` command."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from packhaus.config.commands import COMMANDS, Command

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something is wrong, 2 refused (the text says why)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = _find_command(given)
    if command is None:
        _make_parser().parse_args(given or ["--help"])
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.config.settings")
    try:
        return _run(command, given[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


def _find_command(given: Sequence[str]) -> Command | None:
    return next((command for command in COMMANDS if given and command.name == given[0]), None)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="packhaus", description="The software of a fulfillment operation.", add_help=True
    )
    parser.add_argument("--version", action="version", version=f"packhaus {version('packhaus')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.summary, add_help=False)
    return parser


def _run(command: Command, given: Sequence[str]) -> int:
    import django

    from packhaus.config.failures import EXPECTED, explain
    from packhaus.kernel.garbage import rare_collections

    try:
        # Reading the settings starts the embedded server, and models load only afterwards.
        if command.needs_django:
            django.setup()
        module = importlib.import_module(command.module)
        parser = argparse.ArgumentParser(prog=f"packhaus {command.name}", description=module.__doc__)
        module.configure(parser)
        with rare_collections():
            code = int(module.run(parser.parse_args(given)))
        # A full disk or a reader that has gone shows here, and not when Python ends.
        sys.stdout.flush()
    except EXPECTED as failure:
        return explain(failure)
    return code


if __name__ == "__main__":
    sys.exit(main())
