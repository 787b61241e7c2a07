from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from uuid import UUID

from django.test import Client

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.messaging.models import MessageBody
from packhaus.outbound.notices import TOLD_KINDS, tell_shoppers
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing

import_module("packhaus.config.urls")  # loads every view now, and not in a test's transaction


def test_a_shipment_that_left_is_told_once_with_its_parcels_contents_and_what_follows(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
    client: Client,
) -> None:
    stock(mug, leeds, 3, backorder_limit=9)
    placed = place_one(make_draft(("MUG", 4)))
    batch(release())
    pick()
    (packed,) = pack()
    dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    for _ in range(2):
        _tell(operator, now)
    with transaction(operator):
        ((subject, text),) = MessageBody.objects.values_list("subject", "text")
    assert subject == f"Ihre Bestellung {placed.number}: Ihr Paket ist unterwegs"
    assert "3 × Mug, blue" in text
    assert f"Albion Parcel, Sendungsnummer {packed.tracking_numbers[0]}" in text
    assert "Ein Teil Ihrer Bestellung folgt später." in text
    page = client.get(f"/t/{placed.tracking_token}").content.decode()
    assert packed.tracking_numbers[0] in page
    assert "Ihr Paket wurde dem Versanddienst übergeben." in page


def _tell(operator: Scope, now: datetime) -> None:
    with transaction(operator):
        entries = rows.fetch_rows(
            EntryRow,
            f"SELECT {COLUMNS} FROM journal_entry AS e WHERE kind = ANY(%(kinds)s) ORDER BY e.id",
            {"kinds": list(TOLD_KINDS)},
        )
        assert entries
        tell_shoppers(entries, now)
