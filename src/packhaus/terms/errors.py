"""Refusals of terms.

TermStartsThen          a version of this term begins at the same moment already (409)
NotRegistered           a law forbids to keep or send these goods for a merchant that is not registered (409)
RegistrationNotFound    absent, or another merchant's (404)
ShelfRuleNotFound       absent, or another merchant's (404)
"""

from collections.abc import Sequence
from dataclasses import asdict

from packhaus.kernel.errors import Conflict, NotFound
from packhaus.terms.types.registrations import Gap


class TermStartsThen(Conflict):
    code = "term_starts_then"


class RegistrationNotFound(NotFound):
    code = "registration_not_found"


class ShelfRuleNotFound(NotFound):
    code = "shelf_rule_not_found"


class NotRegistered(Conflict):
    """`gaps` names each merchant, country and scheme, the item where it is about devices, and the law."""

    code = "not_registered"

    def __init__(self, gaps: Sequence[Gap]) -> None:
        assert gaps
        first = gaps[0]
        super().__init__(
            f"{first.merchant_code} has no {first.scheme} registration in {first.country}"
            + (f" for {first.sku_code}" if first.sku_code else ""),
            gaps=[{name: str(value or "") for name, value in asdict(gap).items()} for gap in gaps[:200]],
        )
