"""Pick and pass by scans alone: a tote is scanned in, picked, and passed on; a wrong scan changes nothing."""

import re
from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Location
from packhaus.kernel.ids import new_id
from packhaus.outbound.queries.pick_zones import list_queue
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.zones import PickZoneDraft, save_pick_zones
from packhaus.outbound.types import PickMethod
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Releasing


@pytest.fixture
def tote(
    stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, now: datetime,
    release: Releasing,
) -> str:  # fmt: skip
    """One order: a lamp in zone A, then a mug in zone B, whose totes wait at STAGING."""
    with transaction(operator):
        for code, zone in (("A-01-01", "B"), ("A-01-02", "A")):
            Location.objects.filter(site_id=leeds.id, code=code).update(zone=zone)
    drafts = [PickZoneDraft("A", 1), PickZoneDraft("B", 2, "STAGING")]
    save_pick_zones(scope=operator, site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)
    stock(mug, leeds, 20)
    stock(lamp, leeds, 20, location="A-01-02")
    place(make_draft(("MUG", 1), ("LAMP", 1)))
    build_batches(wave_id=release().id, method=PickMethod.ZONE, now=now, actor=SYSTEM)
    [queued] = list_queue(scope=operator, site_id=leeds.id, zone="A")
    return queued.tote


def send(client: Client, url: str, code: str, step: str = "x", status: int = 200) -> str:
    sent = {"scan": code, "step_id": step, "client_id": new_id().hex}
    answer = client.post(url, sent, headers={"HX-Request": "true"})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def pick_here(client: Client, url: str, *codes: str) -> str:
    page = client.get(url).content.decode()
    for code in codes:
        step = page.split('name="step_id" value="')[1].split('"', maxsplit=1)[0]
        page = send(client, f"{url}scan/", code, step)
    return page


def test_a_tote_is_picked_zone_by_zone(
    client: Client, associate: User, lead: User, tote: str, leeds: Place
) -> None:
    client.force_login(associate)
    assert "1 tote waits" in client.get("/floor/zones/").content.decode()
    refused = send(client, "/floor/zones/B/scan/", tote, status=422)
    assert f"{tote} has nothing in zone B. Send it to A." in refused
    answer = client.post("/floor/zones/A/scan/", {"scan": tote})
    url = answer["Location"]
    assert re.fullmatch(r"/floor/batches/B-\d+/", url)
    page = pick_here(client, url, "A-01-02", "LAMP", tote)
    assert "Pass on to zone" in page
    assert "Wrong shelf" in send(client, f"{url}pass-on/", "PACKING", status=422)
    assert f"{tote} goes on to zone B." in send(client, f"{url}pass-on/", "staging")
    client.force_login(lead)
    assert client.post("/floor/zones/B/scan/", {"scan": tote})["Location"] == url
    assert "Bring the tote to packing." in pick_here(client, url, "A-01-01", "MUG", tote)
    assert f"{tote} is at packing." in send(client, f"{url}pass-on/", "PACKING")


def test_a_tote_is_held_for_the_lead(client: Client, associate: User, lead: User, tote: str) -> None:
    client.force_login(associate)
    url = client.post("/floor/zones/A/scan/", {"scan": tote})["Location"]
    assert "Why is the tote held?" in client.get(f"{url}hold/").content.decode()
    assert client.post(f"{url}hold/", {"reason": "items"})["Location"] == "/floor/zones/A/"
    assert "What is in it is not right" in client.get("/floor/zones/A/").content.decode()
    assert "Ask the lead." in send(client, "/floor/zones/A/scan/", tote, status=422)
    client.force_login(lead)
    assert client.post("/floor/zones/A/scan/", {"scan": tote})["Location"] == url


def test_zones_are_set_on_the_page_of_the_site(client: Client, lead: User, tote: str, leeds: Place) -> None:
    client.force_login(lead)
    page = client.get("/setup/sites/LEEDS/floor/").content.decode()
    assert "Shelf of zone B" in page
    turns = {f"turn_{place}": "1" for place in range(3)} | {f"shelf_{place}": "" for place in range(3)}
    answer = client.post("/setup/sites/LEEDS/zones/order/", turns | {"shelf_0": "A-01-01"})
    assert answer.status_code == 422
    assert "is no place for totes of this site" in answer.content.decode()
    answer = client.post("/setup/sites/LEEDS/zones/order/", turns | {"shelf_0": "TOTES"}, follow=True)
    assert 'value="TOTES"' in answer.content.decode()
