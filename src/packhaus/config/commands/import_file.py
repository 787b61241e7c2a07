"""Read orders, SKUs, sites, locations, stock or announced deliveries from CSV."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.channels.services.csv_reader import ENCODINGS
from packhaus.channels.services.import_kinds import MERCHANT_FILES, SITE_FILES
from packhaus.channels.types import ImportSummary
from packhaus.channels.types import Progress as ProgressTold
from packhaus.kernel.errors import NotFound

SOME_REJECTED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=(*MERCHANT_FILES, *SITE_FILES), help="what the file holds")
    parser.add_argument("file", type=Path, help="a CSV file")
    parser.add_argument("--merchant", default="", help="the merchant's code; sites and locations have none")
    parser.add_argument("--encoding", choices=ENCODINGS, default="", help="when it is not Unicode")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    path = arguments.file.expanduser()
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"),
        TimeElapsedColumn(), console=Console(file=sys.stderr), disable=arguments.json,
    ) as bar:  # fmt: skip
        task = bar.add_task(path.name, total=None)
        summary = _import(arguments, path, lambda done, total: bar.update(task, completed=done, total=total))
    print(json.dumps(asdict(summary), default=str) if arguments.json else _describe(summary, path))
    return SOME_REJECTED if summary.rejected else 0


def _import(arguments: argparse.Namespace, path: Path, progress: ProgressTold) -> ImportSummary:
    options: dict[str, Any] = {
        "path": path,
        "now": timezone.now(),
        "progress": progress,
        "encoding": arguments.encoding,
    }
    operator = Scope.operator()
    if arguments.kind in SITE_FILES:
        return SITE_FILES[arguments.kind](scope=operator, actor=SYSTEM, **options)
    merchant_id = _find_merchant(arguments.merchant).id
    file = MERCHANT_FILES[arguments.kind]
    scope = operator if file.is_operators else Scope.merchant(merchant_id)
    return file.take(scope=scope, merchant_id=merchant_id, actor=SYSTEM, **options)


def _find_merchant(code: str) -> Merchant:
    with transaction(Scope.operator()):
        found = Merchant.objects.filter(code=code.upper()).first()
    if found is None:
        raise NotFound(f"there is no merchant {code!r}" if code else "say whose it is: --merchant CODE")
    return found


def _describe(summary: ImportSummary, path: Path) -> str:
    counts = (
        f"{summary.rows} rows: {summary.taken} taken, {summary.repeated} known before, "
        f"{summary.rejected} rejected"
    )
    if summary.was_done:
        return f"{path.name} was imported before; nothing was done. Then: {counts}"
    resumed = f" (went on at line {summary.resumed_at_line})" if summary.resumed_at_line else ""
    rejects = f"\nrejected rows with reasons: {summary.rejects_path}" if summary.rejects_path else ""
    return f"{counts}{resumed}{rejects}"
