"""Where goods go is set up by site: rules in their order, and what may lie together in a zone."""

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.put_away.rules import list_rules
from packhaus.inventory.models import Location
from tests.harness.cast import Place
from tests.web.conftest import SignIn

URL = "/setup/sites/LEEDS/put-away/"


@pytest.fixture
def desk(sign_in: SignIn, lead: User, leeds: Place, mug: Sku) -> Client:
    with transaction(Scope.operator()):
        Location.objects.filter(code__startswith="A-").update(zone="A")
    return sign_in(lead)


def tell(leeds: Place) -> list[tuple[str, str, list[str], str]]:
    rows = list_rules(scope=Scope.operator(), site_id=leeds.id)
    return [(row.sku_code, row.hazard, row.zones, row.kind) for row in rows]


def save(desk: Client, **sent: str) -> tuple[int, str]:
    usual = {"item": "", "tag": "", "abc_class": "", "hazard": "", "condition": "", "zones": "", "kind": ""}
    answer = desk.post(URL, usual | sent, follow=True)
    return answer.status_code, answer.content.decode()


def test_rules_are_made_changed_moved_and_dropped(desk: Client, leeds: Place) -> None:
    assert "No rules" in desk.get(URL).content.decode()
    save(desk, item="ACME/MUG", zones="a b")
    save(desk, hazard="*", kind="reserve", position="1")
    assert tell(leeds) == [("", "*", [], "reserve"), ("MUG", "", ["A", "B"], "")]
    page = desk.get(URL + "?rule=2").content.decode()
    assert 'value="ACME/MUG"' in page
    save(desk, item="ACME/MUG", zones="C", replaces="2", position="2")
    desk.post(URL + "change/", {"rule": "2", "do": "up"})
    assert tell(leeds) == [("MUG", "", ["C"], ""), ("", "*", [], "reserve")]
    desk.post(URL + "change/", {"rule": "2", "do": "drop"})
    assert tell(leeds) == [("MUG", "", ["C"], "")]


def test_a_wrong_rule_keeps_what_was_typed_and_saves_nothing(desk: Client, leeds: Place) -> None:
    for sent, told in (
        ({"item": "MUG", "zones": "A"}, "Name the merchant too"),
        ({"item": "ACME/NONE", "zones": "A"}, "NONE is not in the catalog"),
        ({"kind": "quarantine"}, "would not be sold from there"),
        ({"tag": "fragile"}, "says no zone"),
    ):
        status, page = save(desk, **sent)
        assert (status, told in page) == (422, True), told
    assert tell(leeds) == []


def test_a_zone_is_kept_for_one_item(desk: Client, leeds: Place) -> None:
    desk.post(URL + "mixing/", {"zone": "A", "mixing": "one_lot"})
    with transaction(Scope.operator()):
        assert set(Location.objects.filter(zone="A").values_list("mixing", flat=True)) == {"one_lot"}
    page = desk.get(f"/stock/locations/{leeds.locations['A-01-01']}/").content.decode()
    assert "One lot of one item" in page


def test_who_is_no_lead_sets_nothing_up(sign_in: SignIn, associate: User, owner: User, leeds: Place) -> None:
    for user in (associate, owner):
        assert sign_in(user).get(URL).status_code == 404
