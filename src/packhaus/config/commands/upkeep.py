"""Make partitions ahead, delete what has expired, hand on stalled jobs. The worker does it too, but for partitions."""

import argparse
import json

from django.utils import timezone
from rich.console import Console

from packhaus.config.upkeep import CHORES


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    console = Console(quiet=arguments.json, highlight=False)
    counts = {}
    with console.status("upkeep") as status:
        for chore in CHORES:
            status.update(chore.name)
            counts[chore.name] = chore.do(timezone.now())
            console.print(f"{counts[chore.name]:>8} {chore.counts}")
    if arguments.json:
        print(json.dumps(counts))
    return 0
