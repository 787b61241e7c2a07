"""What came in is checked with a scanner in hand; a lead decides about quarantine, and says what is checked."""

import re
from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_checks import CheckFilter, CheckRow, list_checks
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from packhaus.kernel.keyset import PageOf
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def get_check() -> CheckRow:
    [check] = list_checks(scope=Scope.operator(), chosen=CheckFilter(), page=PageOf()).rows
    return check


@pytest.fixture
def check(announce: Announcing, acme: Merchant, desk: Client, mug: Sku, now: datetime) -> CheckRow:
    form = {"merchant": str(acme.id), "level": "II", "aql": "1.0", "sku": "MUG", "is_active": "on"}
    saved = desk.post("/inbound/checks/rules/", form, follow=True).content.decode()
    assert "The rule is saved." in saved
    known = announce(("MUG", 50))
    receive_against(
        scope=Scope.operator(), asn_id=known.header.id, entries=[Entry("1", 50, "MUG")], now=now, actor=SYSTEM
    )
    return get_check()


def test_units_are_looked_at_and_pass(gun: Client, check: CheckRow) -> None:
    assert "13 of 50" in gun.get("/floor/checks/").content.decode()
    url = f"/floor/checks/{check.id}/"
    page = gun.get(url).content.decode()
    assert "Check 13 of 50" in page
    assert "note/" not in page
    page = gun.post(url + "start/", follow=True).content.decode()
    [client_id] = re.findall(r'name="client_id" value="([0-9a-f]+)"', page)
    for _ in range(2):
        page = gun.post(url + "note/", {"client_id": client_id, "checked": "5"}).content.decode()
        assert "5 of 13" in page
    for wrong in ({"checked": "x"}, {"checked": "0"}, {"checked": "1", "defective": "1"}, {"checked": "46"}):
        assert gun.post(url + "note/", wrong).status_code == 422
    page = gun.post(url + "note/", {"checked": "8", "defective": "0"}).content.decode()
    assert "has passed" in page
    assert get_check().status == "accepted"
    refused = gun.post(url + "note/", {"checked": "1"})
    assert (refused.status_code, "The check is decided: Passed." in refused.content.decode()) == (409, True)


def test_a_defect_too_many_leads_to_the_lead(gun: Client, desk: Client, check: CheckRow) -> None:
    url = f"/floor/checks/{check.id}/"
    gun.post(url + "start/")
    assert desk.post(url + "start/").status_code == 409
    page = gun.post(url + "note/", {"checked": "2", "defective": "1", "defect_reason": "damaged"})
    assert "stays in quarantine" in page.content.decode()
    assert "Rejected" in desk.get("/inbound/checks/?view=rejected").content.decode()
    chosen = {"do": "release", "selected": str(check.id), "sure": "yes"}
    assert desk.post("/inbound/checks/", chosen).status_code == 422
    assert gun.post("/inbound/checks/", chosen | {"ground": "other"}).status_code in {403, 404}
    asked = desk.post(
        "/inbound/checks/", {"do": "release", "selected": str(check.id), "ground": "concession"}
    )
    assert "50 units can be sold." in asked.content.decode()
    told = desk.post("/inbound/checks/", chosen | {"ground": "concession"}, follow=True).content.decode()
    assert "1 check is decided." in told
    assert (get_check().status, get_check().ground) == ("released", "concession")
    again = desk.post("/inbound/checks/", chosen | {"do": "scrap", "ground": "other"}, follow=True)
    assert get_check().status == "released"
    assert again.status_code == 200
    story = desk.get("/inbound/ACME/ASN-1/").content.decode()
    assert "checked 2 of 50 units, 1 with defects: they did not pass" in story
    assert "decided about 50 units in quarantine: released" in story


def test_a_wrong_rule_is_not_saved(desk: Client, gun: Client, acme: Merchant, mug: Sku) -> None:
    form = {"merchant": str(acme.id), "level": "II", "aql": "1.0", "sku": "NONE"}
    assert desk.post("/inbound/checks/rules/", form).status_code == 422
    assert gun.get("/inbound/checks/rules/").status_code in {403, 404}
    assert "Every item" not in desk.get("/inbound/checks/rules/").content.decode()
