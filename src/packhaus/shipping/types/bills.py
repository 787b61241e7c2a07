"""Words of carriers' bills."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a bill's amount for a parcel comes to, beside what it was priced at."""

    AGREES = "agrees"
    OVER = "over"
    UNDER = "under"
    AGAIN = "again"  # an earlier bill asked for it already
    CREDIT = "credit"  # money back
    UNKNOWN = "unknown"  # no parcel has this number
    OTHER_CARRIER = "other_carrier"
    NOT_SENT = "not_sent"  # its label was voided, or it never left
    UNPRICED = "unpriced"  # it has no price in the bill's currency
    GENERAL = "general"  # asked for no parcel


SETTLED = (Verdict.AGREES, Verdict.UNDER, Verdict.CREDIT)
"""Verdicts that need nobody."""
UNMATCHED = (Verdict.UNKNOWN, Verdict.OTHER_CARRIER)


class BillRowDraft(NamedTuple):
    """One charge on a bill: `charge` in the carrier's own words; an empty tracking number is for no parcel."""

    carrier: str
    bill: str
    billed_on: date
    currency: str
    tracking_number: str
    charge: str
    amount_minor: int
    billed_grams: int | None = None
