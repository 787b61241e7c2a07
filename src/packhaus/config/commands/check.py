"""Recompute everything from the ledger and the counters; the first difference is named. Exit 1 when there is one."""

import argparse
import dataclasses
import json

from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from packhaus.config.arguments import read_count
from packhaus.insight.services.check import ALL_CHECKS, CheckResult, note_check, run_checks


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--limit", type=read_count, default=20, help="differences shown per check")


def run(arguments: argparse.Namespace) -> int:
    results = _run(limit=arguments.limit, quiet=arguments.json)
    note_check(results, now=timezone.now())
    differences = [difference for result in results for difference in result.differences]
    if arguments.json:
        print(
            json.dumps(
                {
                    "check": "differences" if differences else "clean",
                    "differences": [dataclasses.asdict(difference) for difference in differences],
                    "seconds": {result.name: round(result.seconds, 3) for result in results},
                }
            )
        )
    return 1 if differences else 0


def _run(*, limit: int, quiet: bool) -> list[CheckResult]:
    console = Console(quiet=quiet, highlight=False)
    results = []
    with Progress(TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("check", total=len(ALL_CHECKS))
        for result in run_checks(limit=limit):
            results.append(result)
            _show(progress.console, result)
            progress.advance(task)
    return results


def _show(console: Console, result: CheckResult) -> None:
    console.print(f"{'differs' if result.differences else 'holds  '} {result.name} ({result.seconds:.2f} s)")
    for difference in result.differences:
        console.print(
            f"        {difference.key}: expected {difference.expected}, found {difference.found}",
            markup=False,
        )
