"""Import carriers' bills from a file: each row is a charge for a parcel. Columns: docs/files.md."""

from datetime import date, datetime
from pathlib import Path

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, import_operators
from packhaus.channels.types import ImportSummary, Progress
from packhaus.kernel.money import parse_minor
from packhaus.shipping.services.bills import take_bill_rows
from packhaus.shipping.types.bills import BillRowDraft

_COLUMNS = Columns(
    known=(
        "carrier", "bill", "billed_on", "currency", "tracking_number", "charge", "amount", "weight_grams",
        *IGNORED_COLUMNS,
    ),
    required=("carrier", "bill", "billed_on", "currency", "tracking_number", "amount"),
)  # fmt: skip


def import_bills(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Take charges of carriers' bills in and match them with parcels; a charge that is there already adds nothing.

    For the operator. Raises: BadFile (nothing was imported), ImportIsRunning.
    """
    return import_operators(
        scope=scope, path=path, kind="carrier-bills", columns=_COLUMNS, read=read_bill_row,
        save=lambda drafts: take_bill_rows(scope=scope, drafts=drafts, now=now, actor=actor),
        now=now, progress=progress, encoding=encoding,
    )  # fmt: skip


def read_bill_row(cells: Cells) -> BillRowDraft:
    """Read a row of a file of bills; without `charge` it is the freight."""
    billed_on = cells.find_date("billed_on")
    if not cells.read_text("billed_on"):
        cells.read_required("billed_on")
    currency = cells.read_required("currency").upper()
    return BillRowDraft(
        carrier=cells.read_required("carrier"),
        bill=cells.read_required("bill"),
        billed_on=billed_on or date.min,
        currency=currency,
        tracking_number=cells.read_text("tracking_number"),
        charge=cells.read_text("charge", "freight"),
        amount_minor=_read_amount(cells, currency),
        billed_grams=cells.find_whole("weight_grams"),
    )


def _read_amount(cells: Cells, currency: str) -> int:
    text = cells.read_required("amount")
    try:
        return parse_minor(text, currency) if text else 0
    except ValueError:
        cells.refuse("amount", "format", f"{text[:20]!r} is not an amount of {currency[:3]} like 1234.50")
        return 0
