"""Walks: list them, print them, and confirm their stops as a scanner does."""

import argparse
import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from packhaus.access.types import SYSTEM
from packhaus.config.commands.floor.steps import (
    OPERATOR,
    Steps,
    add_step,
    find_site,
    say,
    write_document,
)  # fmt: skip
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_batches import BatchFilter, BatchRow, get_batch, list_batches
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.print_pick_list import print_pick_list
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import PickOutcome, PickScan, ShortReason

DEVICE = "cli"
SHOWN = 200
COLUMNS = ("task_id", "quantity", "short_reason", "device", "client_id")


def configure(steps: Steps) -> None:
    walks = add_step(steps, "walks", "List the newest walks that are not done", _list_walks)
    walks.add_argument("--site", default="", help="its code")
    walk = add_step(steps, "walk", "Show the stops of a walk in order", _show_walk)
    walk.add_argument("batch", help="its number")
    walk.add_argument("--pdf", type=Path, help="write the pick list to print there")
    pick = add_step(steps, "pick", "Confirm stops: all of a walk as listed, or those of a file", _pick)
    pick.add_argument("batch", nargs="?", default="", help="a walk of which everything was found")
    pick.add_argument("--scans", type=Path, help=f"a CSV file with {', '.join(COLUMNS)}")
    add_step(
        steps, "answer-cancels", "Stop what shoppers do not want any more, where it is not packed", _answer
    )


def _list_walks(arguments: argparse.Namespace) -> int:
    site_id = find_site(arguments.site) if arguments.site else None
    chosen = BatchFilter(site_id=site_id, statuses=["open", "claimed"])
    found = list_batches(scope=OPERATOR, chosen=chosen, page=PageOf(is_descending=True, size=SHOWN)).rows
    return say(arguments, found, [_describe_walk(batch) for batch in found] or ["no walk is open"])


def _describe_walk(batch: BatchRow) -> str:
    return f"{batch.number}\t{batch.wave_number}\t{batch.site_code}\t{batch.status}\t{batch.stop_count} stops"


def _show_walk(arguments: argparse.Namespace) -> int:
    batch = get_batch(scope=OPERATOR, number=arguments.batch)
    if arguments.pdf:
        pdf = print_pick_list(scope=OPERATOR, number=batch.number, language="en", now=timezone.now())
        write_document(arguments.pdf, pdf)
    stops = list_stops(scope=OPERATOR, batch_id=batch.id)
    return say(arguments, stops, [_describe_stop(stop) for stop in stops])


def _describe_stop(stop: StopView) -> str:
    return (
        f"{stop.task_id}\t{stop.location_code}\t{stop.sku_code}\t{stop.picked}/{stop.quantity}\t"
        f"{stop.tote_code}\t{stop.status}"
    )


def _pick(arguments: argparse.Namespace) -> int:
    if bool(arguments.batch) == bool(arguments.scans):
        raise Invalid([FieldProblem("pick", "ambiguous", "name a walk, or a file with --scans")])
    now = timezone.now()
    if arguments.scans:
        outcomes = confirm_picks(scans=_read_scans(arguments.scans), now=now, actor=SYSTEM)
    else:
        batch = get_batch(scope=OPERATOR, number=arguments.batch)
        outcomes = _pick_as_listed(batch.id, now)
    return say(arguments, outcomes, [_describe_picks(outcomes)])


def _pick_as_listed(batch_id: UUID, now: datetime) -> list[PickOutcome]:
    stops = [stop for stop in list_stops(scope=OPERATOR, batch_id=batch_id) if stop.is_open]
    scans = [PickScan(stop.task_id, stop.left, DEVICE, f"{stop.task_id}-{stop.picked}") for stop in stops]
    return confirm_picks(scans=scans, now=now, actor=SYSTEM) if scans else []


def _describe_picks(outcomes: Iterable[PickOutcome]) -> str:
    known = list(outcomes)
    units = sum(one.picked for one in known if not one.is_repeat)
    repeated = sum(one.is_repeat for one in known)
    shorts = sum(one.short is not None for one in known)
    return f"{len(known) - repeated} stops, {units} units, {shorts} short, {repeated} known before"


def _read_scans(path: Path) -> list[PickScan]:
    """Read a file of scans; every row that is wrong is named by its line."""
    with path.expanduser().open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise Invalid([FieldProblem("line 1", "missing_column", f"no column {name}") for name in missing])
        read = [(rows.line_num, _read_scan(row)) for row in rows]
    problems = [FieldProblem(f"line {line}", "wrong", scan) for line, scan in read if isinstance(scan, str)]
    if problems or not read:
        raise Invalid(problems or [FieldProblem("line 2", "empty", "there are no scans in it")])
    return [scan for _, scan in read if not isinstance(scan, str)]


def _read_scan(row: dict[str, str]) -> PickScan | str:
    task, quantity, reason, device, client = ((row[name] or "").strip() for name in COLUMNS)
    if not (task.isascii() and task.isdigit() and len(task) < 19):
        return f"task_id {task!r} is no number"
    if not (quantity.isascii() and quantity.isdigit() and int(quantity[:8]) <= 1_000_000):
        return f"quantity {quantity!r} is no whole number up to 1,000,000"
    if reason and reason not in set(ShortReason):
        return f"short_reason {reason!r} is none of {', '.join(ShortReason)}"
    if not (1 <= len(device) <= 40 and 1 <= len(client) <= 40):
        return "device and client_id name the scan: 1 to 40 characters each"
    return PickScan(int(task), int(quantity), device, client, ShortReason(reason) if reason else None)


def _answer(arguments: argparse.Namespace) -> int:
    answers = list(answer_cancel_requests(now=timezone.now(), actor=SYSTEM))
    stopped, refused = (sum(getattr(one, name) for one in answers) for name in ("stopped", "refused"))
    return say(arguments, answers, [f"{len(answers)} requests: {stopped} units stopped, {refused} too late"])
