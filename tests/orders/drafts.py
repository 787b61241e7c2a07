"""Drafts for tests: an ordinary order, changed where the test says so."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from packhaus.orders.types import LineDraft, OrderDraft
from packhaus.parties.types import AddressDraft, ContactDraft

ANNA = ContactDraft(name="Anna Schmidt", email="anna@example.com", phone="+4930901820", language="de")
LEEDS_ADDRESS = AddressDraft(lines=("1 Mill Lane",), city="Leeds", postal_code="LS1 4DY", country="GB")
BERLIN_ADDRESS = AddressDraft(lines=("Torstraße 1",), city="Berlin", postal_code="10119", country="DE")


def make_draft(*wants: tuple[str, int], number: str = "A-1", **changes: Any) -> OrderDraft:
    """Make an order of (SKU, quantity) wants at 250 minor units each."""
    draft = OrderDraft(
        channel="test",
        external_number=number,
        placed_at=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
        currency="GBP",
        contact=ANNA,
        address=LEEDS_ADDRESS,
        lines=tuple(LineDraft(code, quantity, 250) for code, quantity in wants),
    )
    return replace(draft, **changes)
