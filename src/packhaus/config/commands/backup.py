"""Write the database and the installation's own files into one file, as they are at one moment; nobody waits for it."""

import argparse
import json
import os
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.utils import timezone
from rich.console import Console

from packhaus.config.arguments import read_count
from packhaus.config.backup.take import choose_path, take_backup, verify_backup
from packhaus.insight.services.note_run import note_run
from packhaus.kernel import postgres

DIFFERS = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, help="a folder, or a file named .zip")
    parser.add_argument("--keep", type=read_count, help="of a folder's backups, keep only the newest so many")
    parser.add_argument(
        "--verify", action="store_true", help="restore it into a database beside, and check that one"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    now, started = timezone.now(), perf_counter()
    console = Console(quiet=arguments.json, highlight=False)
    addresses = postgres.addresses(os.environ)
    path = choose_path(arguments.target.expanduser(), now=now)
    with console.status("backup") as status:
        backup = take_backup(
            addresses=addresses,
            data_dir=settings.DATA_DIR,
            path=path,
            keep=arguments.keep if path != arguments.target else None,
            now=now,
        )
        status.update("verify")
        differences = verify_backup(addresses=addresses, path=path) if arguments.verify else []
    seconds = perf_counter() - started
    figures: dict[str, str | int | bool] = {
        "bytes": backup.size_bytes,
        "rows": backup.rows,
        "verified": bool(arguments.verify and not differences),
    }
    note_run(kind="backup", is_good=not differences, seconds=seconds, figures=figures, now=now)
    if arguments.json:
        result = {"path": str(path), **figures, "differences": differences, "seconds": round(seconds, 3)}
        print(json.dumps(result))
    console.print(f"{path}: {backup.rows:,} rows in {backup.size_bytes / 1e6:,.1f} MB, {seconds:.1f} s")
    if backup.removed:
        console.print(f"{backup.removed} older removed")
    if arguments.verify:
        console.print("verified: restored beside the database, every row there, check clean" if not differences
                      else "restored, but it does not add up:")  # fmt: skip
    for difference in differences:
        console.print(f"  {difference}", markup=False)
    return DIFFERS if differences else 0
