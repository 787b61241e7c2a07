"""One batch of ACME at Leeds, waiting for an associate: a mug stop, a mug stop, a lamp stop."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.kernel import rows
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.web.outbound.conftest import batch, carriers, pack, pick, place, place_one, release, wave

__all__ = ["batch", "carriers", "pack", "pick", "place", "place_one", "release", "wave"]


@pytest.fixture
def orders(carriers: None, stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place) -> list[str]:
    """Three orders of one line each, which walk together."""
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10, location="A-01-02")
    place(
        make_draft(("MUG", 2), number="O-1"),
        make_draft(("MUG", 3), number="O-2"),
        make_draft(("LAMP", 1), number="O-3"),
    )
    return ["O-1", "O-2", "O-3"]


@pytest.fixture
def number(mug: Sku, wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]]) -> str:
    """The batch's number; the mug has a barcode."""
    batch(wave)
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
        return str(rows.fetch_value("SELECT number FROM outbound_pickbatch"))


@pytest.fixture
def as_associate(client: Client, associate: User) -> Client:
    client.force_login(associate)
    return client
