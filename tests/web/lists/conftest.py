"""Orders of ACME in a list: five of one mug each, plenty in stock."""

import pytest

from packhaus.catalog.models import Sku
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import Take


@pytest.fixture
def numbers(mug: Sku, leeds: Place, stock: PutStock, take: Take) -> list[str]:
    stock(mug, leeds, 20, backorder_limit=50)
    return [take(make_draft(("MUG", 1), number=f"L-{place}")) for place in range(5)]
