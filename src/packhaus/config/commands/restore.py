"""Put a backup in the database's place. Stop `serve` and `worker` first; they are cut off otherwise."""

import argparse
import json
import os
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connections
from django.utils import timezone
from rich.console import Console

from packhaus.config.backup.restore import restore_backup
from packhaus.insight.services.note_run import note_run
from packhaus.kernel import postgres

DIFFERS = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="what `packhaus backup` wrote")
    parser.add_argument("--force", action="store_true", help="replace a database that holds data")
    parser.add_argument(
        "--no-check", action="store_true", help="do not prove the backup before it takes the place"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    started = perf_counter()
    console = Console(quiet=arguments.json, highlight=False)
    connections.close_all()
    with console.status("restore"):
        restored = restore_backup(
            addresses=postgres.addresses(os.environ),
            data_dir=settings.DATA_DIR,
            path=arguments.file.expanduser(),
            force=arguments.force,
            check=not arguments.no_check,
        )
    seconds = perf_counter() - started
    is_done = not restored.differences or arguments.force
    if is_done:
        note_run(
            kind="restore",
            is_good=not restored.differences,
            seconds=seconds,
            figures={"rows": restored.rows, "made_at": restored.made_at},
            now=timezone.now(),
        )
    if arguments.json:
        print(
            json.dumps(
                {
                    "made_at": restored.made_at,
                    "rows": restored.rows,
                    "files": restored.files,
                    "differences": restored.differences,
                    "restored": is_done,
                    "seconds": round(seconds, 3),
                }
            )
        )
    if is_done:
        console.print(f"{restored.rows:,} rows of {restored.made_at} are in place, {seconds:.1f} s")
        console.print("Start `packhaus serve` again: processes that ran on have the former key and settings.")
    else:
        console.print("Nothing was changed: the backup does not add up. `--force` takes it all the same.")
    for difference in restored.differences:
        console.print(f"  {difference}", markup=False)
    return DIFFERS if restored.differences else 0
