"""What is half done changes hands: to a colleague, down at a place, or back; and it is found again."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.floor_devices import set_kinds
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from packhaus.inventory.errors import CountTaken
from packhaus.inventory.models import CountTask, ParkedWork
from packhaus.inventory.services.counts.claim import claim_count, hand_over_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.outbound.models import ReplenishmentTask
from packhaus.outbound.services.replenish import plan_replenishment, save_faces
from packhaus.outbound.types import FaceDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def fill(stock: PutStock, mug: Sku, leeds: Place, now: datetime) -> ReplenishmentTask:
    """50 mugs are to be brought from R-01-01 to A-01-01."""
    stock(mug, leeds, 60, location="R-01-01")
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-01-01", 5, 50)], now=now, actor=SYSTEM)
    plan_replenishment(site_id=leeds.id, now=now)
    with transaction(Scope.operator()):
        return ReplenishmentTask.objects.get()


@pytest.fixture
def pallet(announce: Announcing, lamp: Sku) -> PutAwayTask:
    asn = announce(("LAMP", 5))
    receive_against(
        scope=Scope.operator(), asn_id=asn.header.id, entries=[Entry("1", 5, "LAMP")], now=timezone.now(),
        actor=SYSTEM,
    )  # fmt: skip
    with transaction(Scope.operator()):
        return PutAwayTask.objects.get()


def read(gun: Client, page: str) -> str:
    return gun.get(page).content.decode()


def test_two_kinds_of_work_change_hands(
    gun: Client, lead: User, pallet: PutAwayTask, fill: ReplenishmentTask
) -> None:
    gun.post(f"/floor/replenish/{fill.id}/start/")
    gun.post("/floor/put-away/next/")
    both = read(gun, "/floor/end-shift/")
    assert "Fill A-01-01" in both
    assert "Put away " in both
    set_kinds(scope=Scope.operator(), user_id=lead.id, kinds=["put_away"], now=timezone.now(), actor=SYSTEM)
    for work in (f"replenish:{fill.id}", f"put_away:{pallet.id}"):
        gun.post("/floor/hand-over/", {"work": work, "person": str(lead.id)})
    with transaction(Scope.operator()):
        fill.refresh_from_db()
        pallet.refresh_from_db()
    assert (pallet.status, pallet.claimed_by) == ("claimed", lead.id)
    assert fill.claimed_by != lead.id  # who does not replenish is given no replenishment
    assert "in hand" not in read(gun, "/floor/end-shift/")
    gun.post("/floor/hand-over/", {"work": f"replenish:{fill.id}", "back": "1"})
    assert "Nothing is left open" in read(gun, "/floor/end-shift/")


def test_what_is_put_down_is_found_by_whoever_is_next(
    gun: Client, sign_in: SignIn, lead: User, fill: ReplenishmentTask
) -> None:
    gun.post(f"/floor/replenish/{fill.id}/start/")
    park = f"/floor/put-down/?work=replenish:{fill.id}"
    wrong = gun.post(park, {"scan": "NOWHERE"})
    assert wrong.status_code == 422
    assert "NOWHERE" in wrong.content.decode()
    assert not ParkedWork.objects.exists()
    gun.post(park, {"scan": "A-01-02"})
    assert "Nothing is left open" in read(gun, "/floor/end-shift/")
    boss = sign_in(lead)
    assert "stands at A-01-02" in read(boss, "/floor/")
    fetch = boss.post("/floor/next/").headers["Location"]
    assert fetch.startswith("/floor/fetch/")
    assert "A-01-02" in read(boss, fetch)
    assert boss.post(fetch, {"scan": "R-01-01"}).status_code == 422
    assert boss.post(fetch, {"scan": "A-01-02"}).headers["Location"] == f"/floor/replenish/{fill.id}/"
    with transaction(Scope.operator()):
        fill.refresh_from_db()
        assert not ParkedWork.objects.exists()
    assert fill.claimed_by == lead.id


def test_a_recount_is_never_handed_to_who_counted_before(
    associate: User, lead: User, admin: User, stock: PutStock, mug: Sku, leeds: Place, now: datetime
) -> None:
    stock(mug, leeds, 6)
    scope = Scope.operator()
    with transaction(scope):
        [count] = plan_counts(
            scope=scope, wants=[CountWant(leeds.locations["A-01-01"])], now=now, actor=SYSTEM
        )
        CountTask.objects.update(not_by=lead.id)
    claim_count(scope=scope, count_id=count, person_id=associate.id, now=now)
    with pytest.raises(CountTaken):
        hand_over_count(scope=scope, count_id=count, from_id=associate.id, to_id=lead.id, now=now)
    hand_over_count(scope=scope, count_id=count, from_id=associate.id, to_id=admin.id, now=now)
    with transaction(scope):
        assert CountTask.objects.get().claimed_by == admin.id
