from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel.money import Money
from packhaus.outbound.types import WaveOutcome
from packhaus.shipping.errors import ParcelNotFound
from packhaus.shipping.models import Parcel
from packhaus.shipping.queries.label_data import list_labels
from packhaus.shipping.services.labels import print_labels
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import BERLIN_ADDRESS, make_draft
from tests.outbound.conftest import (
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    count,
    pack,
    pick,
    place,
    place_one,
    release,
)

__all__ = ["batch", "carriers", "count", "pack", "pick", "place", "place_one", "release"]


@pytest.fixture
def parcel_id(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
) -> UUID:
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4), address=BERLIN_ADDRESS, payment_term="cod", shipping_minor=390))
    batch(release())
    pick()
    return pack()[0].parcel_ids[0]


def test_a_label_says_who_where_how_heavy_and_what_to_collect(parcel_id: UUID, operator: Scope) -> None:
    (label,) = list_labels(scope=operator, parcel_ids=[parcel_id])
    assert label.recipient_lines == ("Anna Schmidt", "Torstraße 1", "10119 BERLIN")
    assert label.country_name == "Deutschland"
    assert label.routing == "10119"
    assert label.weight_grams == 4 * 350 + 200
    assert (label.parcel_number, label.parcel_count) == (1, 1)
    assert label.cash_on_delivery == Money(4 * 250 + 390, "GBP")
    assert label.tracking_number.startswith("AP")


def test_printing_counts_and_a_reprint_is_the_same_label(
    parcel_id: UUID, operator: Scope, now: datetime
) -> None:
    texts = []
    for _ in range(2):
        printed = print_labels(scope=operator, parcel_ids=[parcel_id], now=now)
        texts.append(PdfReader(BytesIO(printed)).pages[0].extract_text())
    assert texts[0] == texts[1]
    assert "Torstraße 1" in texts[0]
    with transaction(operator):
        parcel = Parcel.objects.get()
    assert (parcel.label_count, parcel.label_printed_at) == (2, now)


def test_a_stranger_gets_no_label_and_no_count_changes(
    parcel_id: UUID, operator: Scope, beta_scope: Scope, now: datetime
) -> None:
    with pytest.raises(ParcelNotFound):
        print_labels(scope=beta_scope, parcel_ids=[parcel_id], now=now)
    with transaction(operator):
        assert Parcel.objects.get().label_count == 0
