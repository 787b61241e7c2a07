"""Bounded types of what callers send: nothing reaches a service that a column could not hold."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

MAX_MINOR = 10**13
MAX_QUANTITY = 1_000_000
MAX_BATCH = 1_000

# PostgreSQL has no NUL in texts; other control characters are nobody's name.
_PLAIN = r"^[^\x00-\x1f\x7f]*$"


def bounded(longest: int, shortest: int = 0) -> StringConstraints:
    """Return the bounds of a text."""
    return StringConstraints(min_length=shortest, max_length=longest, pattern=_PLAIN)


Code = Annotated[str, bounded(40, 1)]
ShortCode = Annotated[str, bounded(24, 1)]
OptionalCode = Annotated[str, bounded(40)]
Number = Annotated[str, bounded(40, 1)]
Cursor = Annotated[str, bounded(400)]
MerchantCode = Annotated[str, bounded(16)]
Minor = Annotated[int, Field(ge=0, le=MAX_MINOR)]
Quantity = Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
Millimetres = Annotated[int, Field(ge=0, le=100_000)]
Grams = Annotated[int, Field(ge=0, le=100_000_000)]
Serial = Annotated[int, Field(ge=1, le=2**63 - 1)]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC)),
]  # fmt: skip


class Input(BaseModel):
    """What a caller sends; a field that is not known is a mistake and is said to be one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MerchantIn(Input):
    """Whose; an operator's key may name a merchant, a merchant's key needs not."""

    merchant: MerchantCode = ""


class PageIn(Input):
    """Which page: after or before a key that another page gave."""

    after: Cursor = ""
    before: Cursor = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
