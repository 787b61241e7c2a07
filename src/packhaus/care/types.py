"""Words of care: what shoppers write about, and what they wish for their delivery."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

PROBLEMS = ("missing", "damaged", "wrong_items", "late", "address", "other")
WISHES = ("day", "safe_place", "neighbour", "pickup_point")
"""The same codes as a carrier's service names what can be chosen for a parcel on its way."""
KINDS = (*PROBLEMS, *WISHES)
TEXT_LENGTH = 2000
# More at once is somebody who plays with the form; the open ones are answered first.
OPEN_AT_MOST = 5
WISH_DAYS_AT_MOST = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """What a shopper sends. `key` is the form's own: the same form sent twice is one note."""

    key: str
    kind: str
    text: str = ""
    parcel_id: UUID | None = None
    wished_on: date | None = None
