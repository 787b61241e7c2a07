from collections.abc import Callable
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import KitComponent, Sku
from tests.harness.cast import Place
from tests.invariants.floor import Floor
from tests.outbound.conftest import carriers

__all__ = ["carriers"]


@pytest.fixture
def floor(
    acme: Merchant,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
    carriers: None,
    check_clean: Callable[[], None],
    operator: Scope,
    now: datetime,
) -> Floor:
    """Open two empty sites for mugs, lamps and sets of two mugs and a lamp; ten of each may be owed."""
    with transaction(operator):
        box = Sku.objects.create(
            merchant_id=acme.id, code="SET", name="Set", name_key="set", kind="kit", length_mm=0, width_mm=0,
            height_mm=0, weight_grams=0,
        )  # fmt: skip
        KitComponent.objects.create(merchant_id=acme.id, kit=box, component=mug, quantity=2)
        KitComponent.objects.create(merchant_id=acme.id, kit=box, component=lamp, quantity=1)
    floor = Floor(acme.id, ("MUG", "LAMP", "SET"), (mug.id, lamp.id), (leeds, berlin), now)
    for sku in (0, 1):
        floor.configure(sku=sku, site=0, backorder_limit=10)
    return floor
