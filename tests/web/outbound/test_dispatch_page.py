import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.types import WaveOutcome
from tests.outbound.conftest import Packing, Picking
from tests.web.outbound.conftest import Reading


@pytest.fixture
def packed(
    wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]], pick: Picking, pack: Packing
) -> None:
    """Three orders, packed and labelled."""
    batch(wave)
    pick()
    pack()


def find_review(page: str) -> str:
    (url,) = re.findall(r'href="(/dispatch/hand-over/[^"]+)"', page)
    return str(url).replace("&amp;", "&")


def test_the_dock_is_not_for_merchants(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    for url in ("/dispatch/", "/dispatch/hand-over/?site=LEEDS", "/dispatch/manifests/M-1.pdf"):
        assert client.get(url).status_code == 404


def test_the_board_counts_what_is_missing(read: Reading, wave: WaveOutcome) -> None:
    page = read("/dispatch/")
    (url,) = re.findall(r'href="(/work/[^"]*stage=unpacked)"', page)
    assert "3 of 3 rows" in read(url.replace("&amp;", "&"))


def test_what_is_packed_stands_at_the_dock(read: Reading, packed: None) -> None:
    page = read("/dispatch/")
    assert "Albion Parcel" in page
    reviewed = read(find_review(page))
    assert "Hand over 3 parcels" in reviewed
    assert "This cannot be undone." in reviewed


def test_handing_over_empties_the_dock_and_closes_the_manifest(
    as_lead: Client, read: Reading, packed: None
) -> None:
    url = find_review(read("/dispatch/"))
    query = dict(pair.split("=", 1) for pair in url.partition("?")[2].split("&"))
    fields = {key: value.replace("%3A", ":").replace("%2B", "+") for key, value in query.items()}
    page = as_lead.post("/dispatch/hand-over/", fields, follow=True).content.decode()
    assert "3 orders left: M-" in page
    assert re.search(
        r'<b>M-[^<]+</b></td><td data-label="Carrier">Albion Parcel</td><td data-label="Site">LEEDS<', page
    )
    with transaction(Scope.operator()):
        assert rows.fetch_tuples("SELECT DISTINCT status FROM orders_fulfillmentorder") == [("dispatched",)]
        assert rows.fetch_tuples("SELECT status FROM shipping_manifest") == [("closed",)]
    (list_url,) = re.findall(r'href="(/dispatch/manifests/[^"]+)"', page)
    assert as_lead.get(list_url).content.startswith(b"%PDF")
    again = as_lead.post("/dispatch/hand-over/", fields)
    assert again.status_code == 409
    assert "Nothing was dispatched." in again.content.decode()


@pytest.mark.parametrize("query", ["", "?site=NOWHERE", "?site=LEEDS&carrier=X&until=tomorrow"])
def test_a_damaged_hand_over_is_404(as_lead: Client, packed: None, query: str) -> None:
    assert as_lead.get(f"/dispatch/hand-over/{query}").status_code == 404
