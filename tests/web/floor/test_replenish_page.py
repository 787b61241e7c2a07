"""A pick face is filled with a scanner: bin, item, face; and what is different there is said in two taps."""

from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Packaging, Sku
from packhaus.inventory.models import Balance
from packhaus.outbound.models import ReplenishmentTask
from packhaus.outbound.services.replenish import plan_replenishment, save_faces
from packhaus.outbound.types import FaceDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def url(stock: PutStock, mug: Sku, leeds: Place, now: datetime) -> str:
    """Return the page of a task: 50 mugs from R-01-01 to A-01-01."""
    stock(mug, leeds, 60, location="R-01-01")
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
        Packaging.objects.create(merchant_id=mug.merchant_id, sku=mug, code="case", quantity=25)
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-01-01", 5, 50)], now=now, actor=SYSTEM)
    plan_replenishment(site_id=leeds.id, now=now)
    return f"/floor/replenish/{read_task().id}/"


def read_task() -> ReplenishmentTask:
    with transaction(Scope.operator()):
        return ReplenishmentTask.objects.order_by("id")[0]


def count_at(place: Place, code: str) -> int:
    with transaction(Scope.operator()):
        return sum(one.on_hand for one in Balance.objects.filter(location_id=place.locations[code]))


def scan(gun: Client, url: str, step: str, code: str) -> tuple[int, str]:
    answer = gun.post(f"{url}scan/", {"step_id": step, "scan": code})
    return answer.status_code, answer.content.decode()


def test_three_scans_fill_a_face(gun: Client, url: str, leeds: Place) -> None:
    assert "A-01-01" in gun.get("/floor/replenish/").content.decode()
    assert "Replenish" in gun.get("/floor/").content.decode()
    gun.post(f"{url}start/")
    assert "Scan the bin" in gun.get(url).content.decode()
    page = scan(gun, url, "bin:0:", "R-01-01")[1]
    assert "Scan the item" in page
    assert "2 × case" in page
    assert "Scan the pick face" in scan(gun, url, "item:0:", "4006381333931")[1]
    assert "50 in A-01-01." in scan(gun, url, "face:50:", "A-01-01")[1]
    assert (count_at(leeds, "A-01-01"), count_at(leeds, "R-01-01")) == (50, 10)


def test_the_next_task_opens_by_itself(
    gun: Client, url: str, stock: PutStock, lamp: Sku, leeds: Place, now: datetime
) -> None:
    stock(lamp, leeds, 9, location="R-01-01")
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "LAMP", "A-01-02", 1, 9)], now=now, actor=SYSTEM)
    plan_replenishment(site_id=leeds.id, now=now)
    gun.post(f"{url}start/")
    answer = gun.post(
        f"{url}scan/", {"step_id": "face:50:", "scan": "A-01-01"}, headers={"HX-Request": "true"}
    )
    page = gun.get(answer.headers["HX-Redirect"]).content.decode()
    assert "50 in A-01-01." in page
    assert "Lamp" in page
    assert "Scan the bin" in page
    assert gun.post("/floor/replenish/next/").headers["Location"] in answer.headers["HX-Redirect"]


@pytest.mark.parametrize(
    ("step", "code", "needed"),
    [("bin:0:", "A-01-02", "R-01-01"), ("item:0:", "LAMP", "MUG"), ("face:50:", "A-01-02", "A-01-01")],
)
def test_a_wrong_scan_changes_nothing_and_says_what_was_needed(
    step: str, code: str, needed: str, gun: Client, url: str, lamp: Sku, leeds: Place
) -> None:
    gun.post(f"{url}start/")
    status, page = scan(gun, url, step, code)
    assert (status, needed in page, count_at(leeds, "A-01-01")) == (422, True, 0)


def test_fewer_are_taken_and_the_bin_waits_for_a_count(gun: Client, url: str, leeds: Place) -> None:
    gun.post(f"{url}start/")
    assert gun.post(f"{url}report/?step=item:0:", {"quantity": "20"}).status_code == 422
    page = gun.post(f"{url}report/?step=item:0:", {"quantity": "20", "reason": "fewer"}).content.decode()
    assert "face:20:fewer" in page
    scan(gun, url, "face:20:fewer", "A-01-01")
    assert (count_at(leeds, "A-01-01"), read_task().status) == (20, "short")


def test_none_there_books_no_units(gun: Client, url: str, leeds: Place) -> None:
    gun.post(f"{url}start/")
    gun.post(f"{url}report/?step=bin:0:", {"reason": "none_there"})
    assert (count_at(leeds, "R-01-01"), read_task().short_reason) == (60, "none_there")


def test_what_does_not_fit_goes_back(gun: Client, url: str, leeds: Place) -> None:
    gun.post(f"{url}start/")
    page = gun.post(f"{url}report/?step=face:50:", {"quantity": "44"}).content.decode()
    assert "Bring 6 back to R-01-01." in page
    assert (count_at(leeds, "A-01-01"), read_task().returned) == (44, 6)


def test_a_task_that_was_begun_can_be_given_back(gun: Client, url: str) -> None:
    gun.post(f"{url}start/")
    gun.post(f"{url}back/")
    assert read_task().status == "open"


def test_start_on_the_work_page_leads_to_the_task(gun: Client, url: str) -> None:
    assert gun.post("/floor/next/").headers["Location"] == url
    assert read_task().status == "claimed"


def test_merchants_do_not_replenish(sign_in: SignIn, owner: User, url: str) -> None:
    assert sign_in(owner).get(url).status_code == 404
