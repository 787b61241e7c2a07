"""Prove on live data what must always be true; each app's `queries/check.py` says how."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.queries.check import CHECKS as INBOUND
from packhaus.insight.services.note_run import note_run
from packhaus.inventory.queries.check import CHECKS as INVENTORY
from packhaus.journal.queries.check import CHECKS as JOURNAL
from packhaus.kernel import rows
from packhaus.kernel.differences import PATIENCE, Check, Difference, find_differences
from packhaus.orders.queries.check import CHECKS as ORDERS
from packhaus.outbound.queries.check import CHECKS as OUTBOUND
from packhaus.transfers.queries.check import CHECKS as TRANSFERS

ALL_CHECKS: tuple[Check, ...] = (*JOURNAL, *INVENTORY, *ORDERS, *OUTBOUND, *INBOUND, *TRANSFERS)
DIFFERENCES_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found and how long it took."""

    name: str
    differences: list[Difference]
    seconds: float


def run_checks(*, limit: int = DIFFERENCES_AT_MOST) -> Iterator[CheckResult]:
    """Yield each check's result as it comes; a check is one statement, so it sees one moment of a running system.

    Each runs in a transaction of its own: none holds back the journal's readers or vacuum for all of them.
    """
    for check in ALL_CHECKS:
        started = perf_counter()
        with transaction(Scope.operator()):
            rows.fetch_tuples(PATIENCE)
            found = find_differences(check, limit=limit)
        yield CheckResult(check.name, found, perf_counter() - started)


def note_check(results: Sequence[CheckResult], *, now: datetime) -> None:
    """Remember what a whole check found. Queries: 1."""
    found = sum(len(result.differences) for result in results)
    seconds = sum(result.seconds for result in results)
    failing = "; ".join(result.name for result in results if result.differences)
    figures: dict[str, str | int | bool] = {"differences": found} | ({"failing": failing} if failing else {})
    note_run(kind="check", is_good=not found, seconds=seconds, figures=figures, now=now)


def list_differences(*, limit: int = DIFFERENCES_AT_MOST) -> list[Difference]:
    """Return what does not add up, at most `limit` per check; empty means clean."""
    return [difference for result in run_checks(limit=limit) for difference in result.differences]
