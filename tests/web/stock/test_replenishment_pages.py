"""A lead sees which pick face runs dry, assigns faces, moves tasks up and takes them back."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services.import_faces import import_faces
from packhaus.outbound.models import PickFace, ReplenishmentTask
from packhaus.outbound.services.replenish.policy import does_prefer_faces
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

FACE = {
    "site": "LEEDS", "merchant": "ACME", "sku": "MUG", "location": "A-01-01", "minimum": "5", "maximum": "50",
}  # fmt: skip


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


@pytest.fixture
def reserve(stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 60, location="R-01-01")


def list_tasks() -> list[tuple[str, int]]:
    with transaction(Scope.operator()):
        return list(ReplenishmentTask.objects.order_by("id").values_list("status", "priority"))


def test_a_new_face_is_planned_at_once(desk: Client, reserve: None) -> None:
    assert desk.post("/stock/faces/face/", FACE).headers["Location"] == "/stock/faces/"
    assert "A-01-01" in desk.get("/stock/faces/?only=low").content.decode()
    assert "R-01-01" in desk.get("/stock/replenish/", follow=True).content.decode()
    assert list_tasks() == [("open", 100)]


def test_a_form_with_a_wrong_place_says_so_and_keeps_what_was_entered(desk: Client, reserve: None) -> None:
    answer = desk.post("/stock/faces/face/", FACE | {"location": "R-01-01"})
    assert (answer.status_code, 'value="R-01-01"' in answer.content.decode()) == (422, True)
    with transaction(Scope.operator()):
        assert not PickFace.objects.exists()


def test_tasks_are_moved_up_and_taken_back(desk: Client, reserve: None) -> None:
    desk.post("/stock/faces/face/", FACE)
    with transaction(Scope.operator()):
        key = str(ReplenishmentTask.objects.get().id)
    desk.post("/stock/replenish/", {"do": "first", "selected": key})
    assert list_tasks() == [("open", 10)]
    desk.post("/stock/replenish/", {"do": "cancel", "selected": key})
    assert list_tasks() == [("cancelled", 10)]
    desk.post("/stock/replenish/plan/")
    assert list_tasks() == [("cancelled", 10), ("open", 100)]


def test_faces_are_given_up_with_their_tasks(desk: Client, reserve: None) -> None:
    desk.post("/stock/faces/face/", FACE)
    with transaction(Scope.operator()):
        key = str(PickFace.objects.get().id)
    desk.post("/stock/faces/", {"do": "maximum", "selected": key, "maximum": "77"})
    assert "77" in desk.get("/stock/faces/").content.decode()
    answer = desk.post("/stock/faces/", {"do": "minimum", "selected": key, "minimum": "77"}, follow=True)
    assert "would not be more than its minimum" in answer.content.decode()
    desk.post("/stock/faces/", {"do": "give-up", "selected": key})
    assert "No item has a pick face yet." in desk.get("/stock/faces/").content.decode()


def test_faces_come_from_a_file_and_wrong_rows_are_named(
    mug: Sku, leeds: Place, tmp_path: Path, now: datetime, operator: Scope
) -> None:
    path = tmp_path / "faces.csv"
    path.write_text(
        "site,merchant,sku,location,minimum,maximum\n"
        "LEEDS,ACME,MUG,A-01-01,5,50\nLEEDS,ACME,CUP,A-01-02,5,50\nPARIS,ACME,MUG,A-01-01,5,50\n"
    )
    summary = import_faces(scope=operator, path=path, now=now, actor=SYSTEM)
    assert (summary.taken, summary.rejected) == (1, 2)
    with transaction(operator):
        assert PickFace.objects.get().maximum == 50


def test_merchants_do_not_see_replenishment(sign_in: SignIn, owner: User) -> None:
    client = sign_in(owner)
    assert [client.get(url).status_code for url in ("/stock/replenish/", "/stock/faces/")] == [404, 404]


def test_a_site_is_told_to_go_by_dates_alone(desk: Client, reserve: None, leeds: Place) -> None:
    desk.cookies["packhaus_site"] = str(leeds.id)
    assert "Pick by dates alone" in desk.get("/stock/faces/").content.decode()
    desk.post("/stock/faces/policy/", {"first": ""})
    assert not does_prefer_faces(site_id=leeds.id)
    assert "Pick from faces first" in desk.get("/stock/faces/").content.decode()
