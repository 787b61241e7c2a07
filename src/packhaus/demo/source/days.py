"""The 20 trading days of December 2010 as orders, cancellations and stock corrections, moved to end yesterday.

All days move by one number of days, so that the gaps between them (Saturdays, when nobody traded) and the time of day
stay; weekdays do not. Times are read as British local time.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from packhaus.demo.source.countries import find_country_code
from packhaus.demo.source.draws import draw_number
from packhaus.demo.source.rows import classify_row, find_note, read_rows
from packhaus.demo.source.types import DemoAdjustment, DemoCancellation, DemoDay, DemoLine, DemoOrder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from packhaus.demo.source.rows import SourceRow
    from packhaus.demo.source.types import OrderPolicy

MERCHANT = "ORG"
LAST_TRADING_DAY = date(2010, 12, 23)
ZONE = ZoneInfo("Europe/London")
SHIP_COMPLETE_PERCENT = 5


def load_days(*, today: date) -> list[DemoDay]:
    """Return the retailer's days, oldest first, the last one on the day before ``today``."""
    by_day: dict[date, list[SourceRow]] = defaultdict(list)
    for row in read_rows():
        by_day[row.at.date()].append(row)
    shift = today - timedelta(days=1) - LAST_TRADING_DAY
    return [
        _make_day(number=number, rows=by_day[on], shift=shift) for number, on in enumerate(sorted(by_day))
    ]


def name_customer(*, customer: str, invoice: str) -> str:
    """Return the shopper's key: the customer number, or a guest of this one invoice."""
    return customer or f"GUEST-{invoice}"


def _make_day(*, number: int, rows: Sequence[SourceRow], shift: timedelta) -> DemoDay:
    invoices: dict[str, list[SourceRow]] = defaultdict(list)
    cancellations, adjustments = [], []
    for row in rows:
        match classify_row(row):
            case "order_line":
                invoices[row.invoice].append(row)
            case "cancellation":
                cancellations.append(_make_cancellation(row, at=_move(row.at, shift)))
            case "adjustment":
                adjustments.append(_make_adjustment(row, at=_move(row.at, shift)))
    return DemoDay(
        number=number,
        on=rows[0].at.date() + shift,
        orders=tuple(_make_order(lines, at=_move(lines[0].at, shift)) for lines in invoices.values()),
        cancellations=tuple(cancellations),
        adjustments=tuple(adjustments),
    )


def _move(at: datetime, shift: timedelta) -> datetime:
    return (at + shift).replace(tzinfo=ZONE)


def _make_order(rows: Sequence[SourceRow], *, at: datetime) -> DemoOrder:
    first = rows[0]
    return DemoOrder(
        external_number=first.invoice,
        merchant_code=MERCHANT,
        placed_at=at,
        customer=name_customer(customer=first.customer, invoice=first.invoice),
        country=find_country_code(first.country),
        currency="GBP",
        # Numbered customers are the wholesale accounts, the others bought in the web shop.
        payment_terms="invoice" if first.customer else "prepaid",
        policy=_choose_policy(first.invoice),
        lines=_make_lines(rows),
    )


def _make_lines(rows: Iterable[SourceRow]) -> tuple[DemoLine, ...]:
    return tuple(DemoLine(row.code, row.quantity, row.unit_price_minor) for row in rows)


def _choose_policy(invoice: str) -> OrderPolicy:
    drawn = draw_number(of=invoice, topic="policy", below=100)
    return "ship_complete" if drawn < SHIP_COMPLETE_PERCENT else "ship_available"


def _make_cancellation(row: SourceRow, *, at: datetime) -> DemoCancellation:
    return DemoCancellation(
        external_number=row.invoice,
        row=row.number,
        cancelled_at=at,
        customer=row.customer or None,
        code=row.code,
        quantity=-row.quantity,
        unit_price_minor=row.unit_price_minor,
    )


def _make_adjustment(row: SourceRow, *, at: datetime) -> DemoAdjustment:
    return DemoAdjustment(
        external_number=row.invoice,
        row=row.number,
        happened_at=at,
        code=row.code,
        quantity=row.quantity,
        reason=find_note(row.description) or "unexplained",
        note=row.description,
    )
