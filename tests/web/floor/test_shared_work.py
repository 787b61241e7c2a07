"""Deliveries, totes, trucks and moves: who is at them is told, hands them over, and is free when they are over."""

from datetime import timedelta

from django.db.models import F
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.insight.queries.labour import list_own_labour
from packhaus.inventory.models import ParkedWork, WorkClaim
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn
from tests.web.floor.test_pack_page import see_all, tote
from tests.web.outbound.test_load_page import dock

__all__ = ["announce", "dock", "draft", "tote"]


def read(gun: Client, page: str) -> str:
    return gun.get(page).content.decode()


def list_open(kind: str) -> list[tuple[str, bool]]:
    """Return who is at work of a kind, and whether she has scanned there."""
    with transaction(Scope.operator()):
        names = dict(User.objects.values_list("id", "name"))
        found = WorkClaim.objects.filter(kind=kind, done_at=None).order_by("id")
        return [(names[one.claimed_by], one.last_scan_at is not None) for one in found]


def test_two_at_one_delivery_know_of_each_other_until_it_is_closed(
    sign_in: SignIn, associate: User, lead: User, announce: Announcing
) -> None:
    asn = announce(("MUG", 6), ("LAMP", 5), expected_on=timezone.now().date())
    page = f"/floor/receive/ACME/{asn.header.number}/"
    dewi, boss = sign_in(associate), sign_in(lead)
    assert "is here too" not in read(dewi, page)
    dewi.post(f"{page}book/", {"item": "MUG", "quantity": "6", "client_id": "1"})
    assert f"{associate.name} is here too" in read(boss, page)
    assert list_open("receive") == [(associate.name, True), (lead.name, False)]
    ended = read(dewi, "/floor/end-shift/")
    assert f"Receive {asn.header.number}" in ended
    assert page in ended
    dewi.post(f"/floor/put-down/?work=receive:{asn.header.id}", {"scan": "RECEIVING"})
    assert "Nothing is left open" in read(dewi, "/floor/end-shift/")
    assert "stands at RECEIVING" in read(boss, "/floor/")
    fetch = boss.post("/floor/next/").headers["Location"]
    assert boss.post(fetch, {"scan": "RECEIVING"}).headers["Location"] == page
    reasons = {f"reason_{line.id}": "not_sent" for line in asn.lines if line.sku_code == "LAMP"}
    boss.post(f"{page}close/", reasons)
    assert list_open("receive") == []
    with transaction(Scope.operator()):
        assert not ParkedWork.objects.exists()


def test_a_tote_on_the_bench_is_handed_over_and_its_time_counts_from_the_beginning(
    sign_in: SignIn, associate: User, lead: User, admin: User, tote: str, carriers: None
) -> None:
    dewi, boss = sign_in(associate), sign_in(lead)
    seen = see_all(dewi, tote)
    with transaction(Scope.operator()):
        began = timezone.now() - timedelta(minutes=20)
        WorkClaim.objects.update(claimed_at=began, last_scan_at=began)
    assert f"Pack tote {tote}" in read(boss, "/floor/")  # it was left standing: the lead may take it over
    [claim] = WorkClaim.objects.all()
    boss.post("/floor/take-over/", {"work": f"pack:{claim.key}"})
    assert list_open("pack") == [(lead.name, True)]
    dewi.post("/floor/hand-over/", {"work": f"pack:{claim.key}", "person": str(admin.id)})
    assert list_open("pack") == [(lead.name, True)]  # what is not hers any more she cannot give away
    with transaction(Scope.operator()):
        WorkClaim.objects.filter(done_at=None).update(claimed_at=timezone.now() - timedelta(minutes=3))
    boss.post(f"/pack/{tote}/close/", {"step_id": seen})
    assert list_open("pack") == []
    until = timezone.now() + timedelta(minutes=1)
    [packed] = [
        row
        for row in list_own_labour(
            scope=Scope.operator(), person_id=lead.id, since=until - timedelta(days=30), until=until
        )
        if row.method == "pack"
    ]
    assert 170 <= packed.seconds <= 200


def test_a_move_begins_with_what_and_ends_with_where(
    sign_in: SignIn, associate: User, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 6)
    gun = sign_in(associate)
    assert "Where to?" in read(gun, "/floor/move/?what=A-01-02")
    assert "Where to?" in read(gun, "/floor/move/?what=A-01-01")
    assert "Move A-01-01" in read(gun, "/floor/end-shift/")
    assert "Move A-01-02" not in read(gun, "/floor/end-shift/")  # put aside for the other one
    gun.post("/floor/move/?what=A-01-01", {"scan": "nowhere"})
    assert list_open("move") == [(associate.name, True)]
    gun.post("/floor/move/?what=A-01-01", {"scan": "A-02-01"})
    assert list_open("move") == []
    with transaction(Scope.operator()):
        assert WorkClaim.objects.filter(done_at__gte=F("claimed_at")).count() == 2


def test_whoever_loads_is_at_the_truck_until_it_leaves(
    dock: list[str], sign_in: SignIn, associate: User, lead: User
) -> None:
    dewi, boss = sign_in(associate), sign_in(lead)
    truck = dewi.post("/floor/load/", {"scan": dock[0]}).headers["Location"]
    assert list_open("load") == []  # looking for a truck is not loading it
    for parcel in dock:
        dewi.post(truck, {"scan": parcel})
    assert f"{associate.name} is here too" in read(boss, truck)
    assert truck.replace("&", "&amp;") in read(dewi, "/floor/end-shift/")
    read(boss, truck.replace("ALBION", "NOBODY"))  # no truck, and nobody at it
    assert list_open("load") == [(associate.name, True), (lead.name, False)]
    dewi.post(truck.replace("/truck/", "/truck/close/"), {"seal": ""})
    assert list_open("load") == []
