"""The differences of a delivery on its page, with what a person may say of them."""

from uuid import UUID

from packhaus.access.types import Role
from packhaus.inbound.queries.list_differences import DifferenceFilter, list_differences
from packhaus.inbound.types import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.kernel.keyset import PageOf
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Words
from packhaus.web.words import name_code

MERCHANTS = frozenset({Role.MERCHANT})


def describe_differences(request: PageRequest, asn_id: UUID) -> dict[str, object]:
    """Return what a delivery's page shows of its differences, and what this person may say of them."""
    chosen = DifferenceFilter(asn_id=asn_id)
    page = PageOf(size=200, counted_at_most=0)
    return {
        "differences": list_differences(scope=request.scope, chosen=chosen, now=request.now, page=page).rows,
        "may_say": bool(MERCHANTS & request.roles),
        "may_answer": bool(LEADS & request.roles),
        "dispute_reasons": list_reasons(request),
        "grant_grounds": list_grants(request),
        "uphold_grounds": list_upholds(request),
    }


def list_reasons(_request: PageRequest) -> list[tuple[str, Words]]:
    """Return why a merchant may dispute what was booked."""
    return [(reason, name_code("dispute_reason", reason)) for reason in DISPUTE_REASONS]


def list_grants(_request: PageRequest) -> list[tuple[str, Words]]:
    """Return why a dispute may be granted."""
    return [(ground, name_code("dispute_ground", ground)) for ground in DISPUTE_GROUNDS["granted"]]


def list_upholds(_request: PageRequest) -> list[tuple[str, Words]]:
    """Return why what was booked may stand."""
    return [(ground, name_code("dispute_ground", ground)) for ground in DISPUTE_GROUNDS["upheld"]]
