"""Orders of ACME at Leeds, walked through outbound by the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.catalog.models import Sku
from packhaus.insight.queries.tower import forget_towers
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import batch, carriers, pack, pick, place, place_one, release

__all__ = ["batch", "carriers", "pack", "pick", "place", "place_one", "release"]

Reading = Callable[[str], str]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_towers()


@pytest.fixture
def orders(carriers: None, stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place) -> list[str]:
    """Three orders: 2 mugs, 3 mugs and a lamp, a lamp; ten mugs and ten lamps lie in two bins."""
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10, location="A-01-02")
    place(
        make_draft(("MUG", 2), number="O-1"),
        make_draft(("MUG", 3), ("LAMP", 1), number="O-2"),
        make_draft(("LAMP", 1), number="O-3"),
    )
    return ["O-1", "O-2", "O-3"]


@pytest.fixture
def wave(orders: list[str], release: Callable[..., WaveOutcome]) -> WaveOutcome:
    return release()


@pytest.fixture
def as_lead(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def read(as_lead: Client) -> Reading:
    def read(url: str) -> str:
        answer = as_lead.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return b"".join(answer).decode()

    return read
