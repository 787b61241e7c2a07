"""Reading the order file and saying of every row what it is.

Decisions (docs/demo-data.md gives the figures):

- An invoice number with a C is a cancellation, whatever the code; quantities are turned positive.
- A row without C and with a negative quantity corrects stock. So does a row at price zero without a customer whose
  description is empty or a note ("?", "found", "amazon", "damages"): goods turned up or were moved between channels.
- Every other row is an order line, also at price zero: a proper description says that something was given away.
- A repeated line stays: the file cannot say whether it was typed twice or ordered twice, and both were invoiced.
- Codes are compared in upper case; 85123a and 85123A are one article under one name.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from packhaus.demo.source.tables import read_lines

if TYPE_CHECKING:
    from packhaus.demo.source.types import AdjustmentReason

FILE = "online_retail_2010_12.csv.gz"
RowKind = Literal["order_line", "cancellation", "adjustment"]
NOTES: tuple[tuple[re.Pattern[str], AdjustmentReason], ...] = (
    (
        re.compile(
            r"damage|faulty|broken|smashed|crushed|mouldy|\bwet\b|rusty|unsaleable|thrown", re.IGNORECASE
        ),
        "damaged",
    ),
    (re.compile(r"^found", re.IGNORECASE), "found"),
    (re.compile(r"^(?:lost|missing)", re.IGNORECASE), "lost"),
    (re.compile(r"^(?:amazon|dotcom|ebay|fba)(?:\s+(?:sales?|adjust\w*))?$", re.IGNORECASE), "channel"),
    (re.compile(r"^(?:\?+|check|checked|counted|adjust\w*|wrongly.*)?$", re.IGNORECASE), "unexplained"),
)


class SourceRow(NamedTuple):
    """A row of the file with its types; ``number`` counts data rows from 1, an unknown ``customer`` is empty."""

    number: int
    invoice: str
    code: str
    description: str
    quantity: int
    at: datetime
    unit_price_minor: int
    customer: str
    country: str


@cache
def read_rows() -> tuple[SourceRow, ...]:
    """Return every row of the shipped file in its order, which is the order of time. Money: pence."""
    return tuple(
        SourceRow(
            number,
            invoice,
            code.upper(),
            " ".join(description.split()),
            int(quantity),
            datetime.fromisoformat(at),
            round(float(price) * 100),
            customer.removesuffix(".0"),
            country,
        )
        for number, (invoice, code, description, quantity, at, price, customer, country) in enumerate(
            read_lines(FILE), 1
        )
    )


def classify_row(row: SourceRow) -> RowKind:
    """Return what the row is, by the decisions above."""
    if row.invoice.startswith("C"):
        return "cancellation"
    if row.quantity < 0:
        return "adjustment"
    if row.unit_price_minor == 0 and not row.customer and find_note(row.description) is not None:
        return "adjustment"
    return "order_line"


def find_note(description: str) -> AdjustmentReason | None:
    """Return the reason that a note in place of a description stands for; None when it describes an article.

    Capitals tell them apart where words cannot: articles are described in capitals, notes are not.
    """
    if description and description == description.upper() and description.strip("?"):
        return None
    return next((reason for pattern, reason in NOTES if pattern.search(description)), None)
