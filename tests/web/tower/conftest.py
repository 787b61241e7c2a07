"""Orders that leave today at one minute to midnight, and a tower that keeps nothing between tests."""

from datetime import UTC, datetime, time
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.insight.queries.tower import forget_towers
from packhaus.kernel import rows
from packhaus.network.models import CutOff
from packhaus.network.queries.calendars import forget_calendars
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import put_stock
from tests.orders.drafts import make_draft

NOON = 12


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_towers()


@pytest.fixture
def clock() -> datetime:
    return timezone.now()


@pytest.fixture
def orders(acme: Merchant, acme_scope: Scope, mug: Sku, leeds: Place, clock: datetime) -> list[UUID]:
    """Three orders of ACME; they leave every day at one minute to midnight, and at the site it is about noon."""
    with transaction(Scope.operator()):
        leeds.site.working_weekdays = "1111111"
        # The sign is POSIX's: GMT+3 is three hours behind.
        leeds.site.timezone = f"Etc/GMT{clock.astimezone(UTC).hour - NOON:+d}"
        leeds.site.save()
        for weekday in range(1, 8):
            CutOff.objects.create(site=leeds.site, carrier_code="DPD", weekday=weekday, at=time(23, 59))
    forget_calendars()
    put_stock(mug, leeds, 50)
    drafts = [make_draft(("MUG", 2), number=f"T-{n}", placed_at=clock) for n in range(3)]
    placed = place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=clock, actor=SYSTEM)
    return [order.id for order in placed if isinstance(order, PlacedOrder)]


@pytest.fixture
def wave(leeds: Place, orders: list[UUID], clock: datetime) -> None:
    with transaction(Scope.operator()):
        rows.execute(
            "INSERT INTO outbound_wave (id, number, site_id, status, rule, released_at, order_count, line_count, "
            "unit_count) VALUES (gen_random_uuid(), 'W-1', %(site)s::uuid, 'done', '{}', %(at)s, 0, 0, 0)",
            {"site": leeds.id, "at": clock},
        )


def set_due(order_ids: list[UUID], at: datetime) -> None:
    forget_towers()
    with transaction(Scope.operator()):
        rows.execute(
            "UPDATE orders_fulfillmentorder SET ship_by = %(at)s WHERE order_id = ANY(%(ids)s::uuid[])",
            {"at": at, "ids": order_ids},
        )


def read(client: Client, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()
