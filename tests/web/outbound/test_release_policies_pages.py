"""Policies on the release page: made by a form, previewed, run by hand, and told what they left."""

import re

import pytest
from django.test import Client

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.models import Location
from packhaus.outbound.queries.release_policies import PolicyRow, list_policies
from tests.harness.cast import Place
from tests.web.outbound.conftest import Reading

NEW = "/release/policies/new/?site=LEEDS"
FORM = {"name": "Morning", "mode": "scheduled", "is_active": "on", "line_mix": "any", "pick_method": "",
        "times": "07:30 13:00", "max_orders": "2"}  # fmt: skip


@pytest.fixture
def policy(as_lead: Client, leeds: Place, operator: Scope) -> PolicyRow:
    answer = as_lead.post(NEW, FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/release/?site=LEEDS")
    [made] = list_policies(scope=operator)
    return made


def test_a_policy_is_previewed_run_and_told(
    as_lead: Client, read: Reading, orders: list[str], policy: PolicyRow
) -> None:
    page = read("/release/?site=LEEDS")
    assert "at 07:30, 13:00" in page
    assert "Release 3 orders" in page
    page = read(f"/release/?site=LEEDS&policy={policy.id}")
    assert "Release 2 orders" in page
    asked = {"site": "LEEDS", "policy": str(policy.id)}
    page = as_lead.post("/release/now/", asked, follow=True).content.decode()
    assert "2 orders released." in page
    assert "1 order stays: enough orders for one run." in page
    page = read("/release/?site=LEEDS")
    assert re.search(r"1 enough orders for one run", page)
    as_lead.post("/release/now/", asked)
    assert "Morning released nothing." in as_lead.post("/release/now/", asked, follow=True).content.decode()


def test_a_policy_is_changed_and_dropped(as_lead: Client, read: Reading, policy: PolicyRow) -> None:
    url = f"/release/policies/{policy.id}/"
    assert 'value="07:30 13:00"' in read(url)
    answer = as_lead.post(
        url, FORM | {"mode": "waveless", "max_orders": "0", "times": "25:00", "merchants": "NOBODY"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in ("A time goes here, such as 13:30.", "Nobody is called NOBODY."):
        assert told in page
    answer = as_lead.post(url, FORM | {"mode": "waveless", "max_orders": "0"})
    for told in ("is from 1 to 10000", "says when: every so many minutes, or below so many lines"):
        assert told in answer.content.decode()
    as_lead.post(url, FORM | {"mode": "waveless", "every_minutes": "15", "from_at": "08:00"})
    assert "every 15 minutes · from 08:00 to –" in read("/release/?site=LEEDS")
    as_lead.post(f"{url}drop/")
    assert as_lead.get(url).status_code == 404


def test_release_offers_zones_and_priorities(
    as_lead: Client, read: Reading, orders: list[str], leeds: Place, operator: Scope
) -> None:
    with transaction(operator):
        Location.objects.filter(site_id=leeds.id, code="A-01-01").update(zone="A")
        Location.objects.filter(site_id=leeds.id, code="A-01-02").update(zone="B")
    assert "Release 1 order" in read("/release/?site=LEEDS&zone=A")
    assert "Release 3 orders" in read("/release/?site=LEEDS&zone=A&zone=B")
    assert "Nothing waits for release under this rule." in read("/release/?site=LEEDS&priority=10")
    page = as_lead.post("/release/now/", {"site": "LEEDS", "zone": "B"}, follow=True).content.decode()
    assert "1 order released." in page
