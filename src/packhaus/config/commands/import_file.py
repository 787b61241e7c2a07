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
from packhaus.channels.services.import_asns import import_asns
from packhaus.channels.services.import_capacity import import_capacity
from packhaus.channels.services.import_catalog import import_catalog
from packhaus.channels.services.import_faces import import_faces
from packhaus.channels.services.import_locations import import_locations
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.services.import_purchases import import_purchases
from packhaus.channels.services.import_registrations import import_registrations
from packhaus.channels.services.import_shelf_rules import import_shelf_rules
from packhaus.channels.services.import_sites import import_sites
from packhaus.channels.services.import_stock import import_stock
from packhaus.channels.services.import_transfers import import_transfers
from packhaus.channels.types import ImportSummary
from packhaus.channels.types import Progress as ProgressTold
from packhaus.kernel.errors import NotFound

SOME_REJECTED = 1
KINDS = (
    "orders", "catalog", "sites", "locations", "capacity", "faces", "stock", "asns", "purchases", "transfers",
    "registrations", "shelf-rules",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="what the file holds")
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
    if arguments.kind == "sites":
        return import_sites(scope=operator, actor=SYSTEM, **options)
    if arguments.kind == "locations":
        return import_locations(scope=operator, actor=SYSTEM, **options)
    if arguments.kind == "capacity":
        return import_capacity(scope=operator, actor=SYSTEM, **options)
    if arguments.kind == "faces":
        return import_faces(scope=operator, actor=SYSTEM, **options)
    merchant_id = _find_merchant(arguments.merchant).id
    options |= {"merchant_id": merchant_id, "actor": SYSTEM}
    operators = {
        "stock": import_stock,
        "transfers": import_transfers,
        "registrations": import_registrations,
        "shelf-rules": import_shelf_rules,
    }
    if arguments.kind in operators:
        return operators[arguments.kind](scope=operator, **options)
    takes = {
        "catalog": import_catalog, "asns": import_asns, "purchases": import_purchases, "orders": import_orders,
    }  # fmt: skip
    return takes[arguments.kind](scope=Scope.merchant(merchant_id), **options)


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
