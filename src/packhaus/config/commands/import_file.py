"""Read orders, SKUs, sites, locations or stock from CSV."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.channels.services.csv_reader import ENCODINGS
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.types import ImportSummary
from packhaus.kernel.errors import NotFound

SOME_REJECTED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["orders"], help="what the file holds")
    parser.add_argument("file", type=Path, help="a CSV file")
    parser.add_argument("--merchant", required=True, help="the merchant's code")
    parser.add_argument("--encoding", choices=ENCODINGS, default="", help="when it is not Unicode")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    path = arguments.file.expanduser()
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    merchant = _find_merchant(arguments.merchant)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"),
        TimeElapsedColumn(), console=Console(file=sys.stderr), disable=arguments.json,
    ) as bar:  # fmt: skip
        task = bar.add_task(path.name, total=None)
        summary = import_orders(
            scope=Scope.merchant(merchant.id), merchant_id=merchant.id, path=path, now=timezone.now(), actor=SYSTEM,
            progress=lambda done, total: bar.update(task, completed=done, total=total), encoding=arguments.encoding,
        )  # fmt: skip
    print(json.dumps(asdict(summary), default=str) if arguments.json else _describe(summary, path))
    return SOME_REJECTED if summary.rejected else 0


def _find_merchant(code: str) -> Merchant:
    with transaction(Scope.operator()):
        found = Merchant.objects.filter(code=code.upper()).first()
    if found is None:
        raise NotFound(f"there is no merchant {code!r}")
    return found


def _describe(summary: ImportSummary, path: Path) -> str:
    counts = (
        f"{summary.rows} rows: {summary.taken} orders taken, {summary.repeated} known before, "
        f"{summary.rejected} rejected"
    )
    if summary.was_done:
        return f"{path.name} was imported before; nothing was done. Then: {counts}"
    resumed = f" (went on at line {summary.resumed_at_line})" if summary.resumed_at_line else ""
    rejects = f"\nrejected rows with reasons: {summary.rejects_path}" if summary.rejects_path else ""
    return f"{counts}{resumed}{rejects}"
