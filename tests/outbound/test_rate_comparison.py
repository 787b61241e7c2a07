"""Parcels that left are priced by two contracts, in sums and parcel by parcel."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import Invalid
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.shipping.queries.compare_cards import compare_cards
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.types import RateCardDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.conftest import Packing, Picking, Sending
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]


def agree(operator: Scope, now: datetime, name: str, service: str, price: str, currency: str = "GBP") -> UUID:
    draft = RateCardDraft("ALBION", f"77-{name}", name, currency)
    card_id = save_rate_card(scope=operator, draft=draft, now=now, actor=SYSTEM)
    return load_rates(
        scope=operator,
        card_id=card_id,
        tables={
            "services": [["service"], [service]],
            "zones": [["country", "zone"], ["GB", "1"]],
            "prices": [["service", "up_to", "1"], [service, "30", price]],
            "surcharges": [["code", "name", "residential", "amount"], ["HOME", "To a home", "yes", "0.20"]],
        },
        valid_from=now.date(),
        valid_until=None,
        now=now,
        actor=SYSTEM,
    )


def test_what_would_we_have_paid(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    send: Sending,
    pick: Picking,
    pack: Packing,
    carriers: None,
    sign_in: SignIn,
    admin: User,
) -> None:
    stock(mug, leeds, 2)
    send(("MUG", 2))
    pick()
    (packed,) = pack()
    dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    same, other = agree(operator, now, "A", "A-48", "2.60"), agree(operator, now, "B", "A-24", "3.10")
    euros = agree(operator, now, "C", "A-48", "2.00", "EUR")
    today = now.date()

    def ask(second: UUID, since: date = today, until: date = today) -> tuple[int, ...]:
        found = compare_cards(operator, first_id=same, second_id=second, since=since, until=until)
        return found.total[1:]

    # Paid was a flat 3.00; 2.60 and 3.10, each with 0.20 to a home.
    assert ask(other) == (1, 1, 300, 280, 330, 0, 0)
    assert ask(other, today - timedelta(days=2), today - timedelta(days=1))[0] == 0
    for second, since in (
        (euros, today),
        (other, today - timedelta(days=92)),
        (other, today + timedelta(days=1)),
    ):
        with pytest.raises(Invalid):
            ask(second, since)
    asked = {"first": str(same), "second": str(other), "since": str(today), "until": str(today), "home": "on"}
    client, url = sign_in(admin), reverse("console:compare-rate-cards")
    told = client.get(url, asked).content.decode()
    for part in ("1 parcel", "£3.00", "£2.80", "£3.30"):
        assert part in told, part
    lines = b"".join(client.get(url, asked | {"format": "csv"})).decode().splitlines()
    assert lines[1].endswith(",GBP,3.00,A-48,2.80,,A-24,3.30,")
    assert client.get(url, asked | {"second": str(euros)}).status_code == 422
    assert client.get(url, asked | {"second": "x"}).status_code == 422
