"""Run the floor from the command line, step by step, by the services behind scanner and API."""

import argparse

from packhaus.config.commands.floor import dispatching, packing, picking, releasing

_PARTS = (releasing, picking, packing, dispatching)


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(metavar="STEP", required=True)
    for part in _PARTS:
        part.configure(steps)


def run(arguments: argparse.Namespace) -> int:
    code: int = arguments.take(arguments)
    return code
