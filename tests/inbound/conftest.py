"""Announced deliveries of ACME's to Leeds."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry
from packhaus.inventory.models import Balance, SiteStock
from packhaus.kernel.ids import new_id
from tests.harness.cast import Place

Drafting = Callable[..., AsnDraft]


class Announcing(Protocol):
    """Announce a delivery of ACME's and return it as it stands."""

    def __call__(self, *lines: tuple[str, int], **changes: Any) -> AsnDetail: ...


@pytest.fixture
def draft(leeds: Place, mug: Sku, lamp: Sku) -> Drafting:
    """Draft a delivery of (SKU, units); lines of their own go in as `lines`."""

    def draft(*wants: tuple[str, int], **changes: Any) -> AsnDraft:
        lines = tuple(AsnLineDraft(code, units) for code, units in wants)
        usual: dict[str, Any] = {
            "number": "ASN-1", "site_id": leeds.id, "expected_on": date(2026, 11, 5), "lines": lines,
        }  # fmt: skip
        return AsnDraft(**(usual | changes))

    return draft


@pytest.fixture
def announce(
    draft: Drafting, acme: Merchant, acme_scope: Scope, now: datetime, check_clean: object
) -> Announcing:
    def announce(*wants: tuple[str, int], **changes: Any) -> AsnDetail:
        one = draft(*wants, **changes)
        announce_asns(scope=acme_scope, merchant_id=acme.id, drafts=[one], now=now, actor=SYSTEM)
        return get_asn(scope=acme_scope, merchant_id=acme.id, number=one.number)

    return announce


def come(known: AsnDetail, sku: str, units: int, now: datetime, **changes: Any) -> None:
    """Book units of an item, with what is said of them."""
    entry = Entry(str(new_id()), units, sku, **changes)
    receive_against(scope=Scope.operator(), asn_id=known.header.id, entries=[entry], now=now, actor=SYSTEM)


def count_inbound(sku: Sku) -> int:
    """Return what all sites expect of an item."""
    with transaction(Scope.operator()):
        return sum(SiteStock.objects.filter(sku_id=sku.id).values_list("inbound", flat=True))


def list_balances(sku: Sku) -> list[tuple[str, int]]:
    """Return condition and units of what lies of an item."""
    with transaction(Scope.operator()):
        found = Balance.objects.filter(sku_id=sku.id, on_hand__gt=0).order_by("condition", "id")
        return list(found.values_list("condition", "on_hand"))


def count_on_hand(sku: Sku) -> int:
    """Return what the item's only site may sell and has sold."""
    with transaction(Scope.operator()):
        return SiteStock.objects.get(sku_id=sku.id).on_hand
