"""Make partitions ahead, delete what has expired, hand on stalled jobs. The worker does it too, but for partitions."""

import argparse
import json

from rich.console import Console

from packhaus.config.upkeep import do_chores


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    console = Console(quiet=arguments.json, highlight=False)
    with console.status("upkeep"):
        counts = do_chores(
            has_owner=True, tell=lambda chore, count: console.print(f"{count:>8} {chore.counts}")
        )
    if arguments.json:
        print(json.dumps(counts))
    return 0
