"""A wave by carrier and what no carrier was found for at intake."""

from dataclasses import replace
from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.services.release import preview_release
from packhaus.outbound.types import ReleaseRule
from packhaus.shipping.models import Service
from packhaus.shipping.queries.service_choice import forget_services
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Releasing


@pytest.fixture
def unassigned(
    carriers: None, stock: PutStock, mug: Sku, leeds: Place, place_one: PlacingOne, operator: Scope
) -> None:
    """Take three orders while no service is offered: A, B which wants A-24, C that pays cash; then offer them again."""
    stock(mug, leeds, 50)
    with transaction(operator):
        Service.objects.update(is_active=False)
    forget_services()
    place_one(make_draft(("MUG", 1), number="A"))
    place_one(replace(make_draft(("MUG", 1), number="B"), service_code="A-24"))
    place_one(replace(make_draft(("MUG", 1), number="C"), payment_term="cod"))
    with transaction(operator):
        assert set(FulfillmentOrder.objects.values_list("carrier_code", flat=True)) == {""}
        Service.objects.update(is_active=True)


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ({"A-48": {}, "A-24": {}}, {"A", "B", "C"}),
        ({"A-48": {"is_active": False}, "A-24": {}}, {"A", "B"}),
        ({"A-48": {"countries": ["DE"]}, "A-24": {"countries": ["GB"]}}, {"A", "B"}),
        ({"A-48": {}, "A-24": {"is_active": False}}, {"A", "C"}),
    ],
)
def test_a_wave_by_carrier_takes_what_has_no_carrier_and_a_service_of_it_could_take(
    leeds: Place,
    unassigned: None,
    release: Releasing,
    operator: Scope,
    now: datetime,
    offered: dict[str, dict[str, object]],
    taken: set[str],
) -> None:
    with transaction(operator):
        for code, values in offered.items():
            Service.objects.filter(code=code).update(**values)
    rule = ReleaseRule(carrier_codes=("ALBION",))
    preview = preview_release(scope=operator, site_id=leeds.id, rule=rule, now=now)
    assert preview.totals.order_count == len(taken)
    release(carrier_codes=("ALBION",))
    with transaction(operator):
        released = FulfillmentOrder.objects.exclude(status="planned")
        assert set(released.values_list("order__external_number", flat=True)) == taken
