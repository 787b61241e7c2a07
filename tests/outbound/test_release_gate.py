from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.services.compliance import set_compliance
from packhaus.catalog.types import ComplianceDraft
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.models import Wave
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.types import ReleaseRule
from packhaus.terms.errors import NotRegistered
from packhaus.terms.models import GateRule
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.types.registrations import RegistrationDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft

PACKAGING = (
    RegistrationDraft("DE", "packaging_register", "DE1234567890123", date(2026, 1, 1)),
    RegistrationDraft("DE", "packaging_system", "C-1", date(2026, 1, 1)),
)
BERLIN: dict[str, Any] = {
    "lines": ("Torstraße 1",),
    "city": "Berlin",
    "postal_code": "10119",
    "country": "DE",
}


@pytest.fixture
def client(acme: Merchant, operator: Scope) -> Merchant:
    with transaction(operator):
        Merchant.objects.filter(id=acme.id).update(is_own=False)
        GateRule.objects.filter(scheme="packaging_system").update(is_on=True)
    return acme


def _place(place_one: PlacingOne, country: str, sku: str) -> None:
    draft = make_draft((sku, 1))
    address = replace(draft.address, **(BERLIN if country == "DE" else {}))
    place_one(replace(draft, external_number=f"{country}-{sku}", address=address))


def _list_waiting(operator: Scope) -> int:
    with transaction(operator):
        return FulfillmentOrder.objects.filter(status="planned").count()


def test_what_may_not_be_sent_waits_and_the_rest_goes(
    client: Merchant,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
) -> None:
    stock(mug, leeds, 10)
    for country in ("GB", "DE"):
        _place(place_one, country, "MUG")
    preview = preview_release(scope=operator, site_id=leeds.id, rule=ReleaseRule(), now=now)
    assert preview.totals.order_count == 1
    held = [(one.gap.scheme, one.orders) for one in preview.held_back]
    assert held == [("packaging_register", 1), ("packaging_system", 1)]
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    assert wave.order_count == 1
    assert [gap.country for gap in wave.not_registered] == ["DE", "DE"]
    assert _list_waiting(operator) == 1


def test_a_wave_of_nothing_else_is_refused_and_names_what_is_missing(
    client: Merchant,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
) -> None:
    stock(mug, leeds, 10)
    _place(place_one, "DE", "MUG")
    with pytest.raises(NotRegistered) as refusal:
        release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    assert [gap["scheme"] for gap in refusal.value.data["gaps"]] == ["packaging_register", "packaging_system"]
    assert refusal.value.data["gaps"][0]["merchant_code"] == "ACME"
    with transaction(operator):
        assert not Wave.objects.exists()
    write_registrations(scope=operator, merchant_id=client.id, drafts=PACKAGING, now=now, actor=SYSTEM)
    assert release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM).order_count == 1


def test_only_orders_with_the_device_wait_for_its_registration(
    client: Merchant,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10, location="A-01-02")
    write_registrations(scope=operator, merchant_id=client.id, drafts=PACKAGING, now=now, actor=SYSTEM)
    draft = ComplianceDraft("LAMP", brand="Acme", device_class="5")
    set_compliance(scope=operator, merchant_id=client.id, drafts=[draft], now=now, actor=SYSTEM)
    for country, sku in (("DE", "MUG"), ("DE", "LAMP"), ("GB", "LAMP")):
        _place(place_one, country, sku)
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    assert wave.order_count == 2
    assert [(gap.scheme, gap.sku_code) for gap in wave.not_registered] == [("weee", "LAMP")]
    assert _list_waiting(operator) == 1


def test_goods_of_the_operator_go_as_ever(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, now: datetime
) -> None:
    stock(mug, leeds, 10)
    _place(place_one, "DE", "MUG")
    assert release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM).order_count == 1
