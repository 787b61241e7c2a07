"""What needs a decision stands once per cause, and one deed does it for all of that cause."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.tower import forget_towers
from packhaus.kernel import rows
from tests.web.tower.conftest import read, set_due
from tests.web.tower.test_cards import busy_day, count_rows

__all__ = ["busy_day"]
pytestmark = pytest.mark.usefixtures("busy_day", "wave")


def list_deeds(page: str) -> dict[str, tuple[str, str]]:
    """Return address and action of every deed by its label."""
    found = re.findall(
        r'<form class="action-form" method="post" action="(/[^"]*)">.*?name="do" value="([^"]*)">([^<]*)</button>',
        page[page.index('id="decisions"') :],
        re.DOTALL,
    )
    return {label: (unescape(url), action) for url, action, label in found}


def do(client: Client, deed: tuple[str, str], **more: str) -> str:
    url, action = deed
    forget_towers()
    answer = client.post(url, {"all_matching": "on", "do": action, **more}, follow=True)
    return answer.content.decode()


def test_shorts_and_holds_stand_once_per_reason(client: Client, lead: User) -> None:
    client.force_login(lead)
    page = read(client)
    assert "Damaged: 4 missing in 1 order" in page
    assert "Fewer than needed: 2 missing in 1 order" in page
    assert "2 orders are on hold: Suspected fraud" in page
    assert "1 order is on hold: Address in doubt" in page


def test_a_deeds_number_is_that_of_the_list_it_acts_on(client: Client, lead: User) -> None:
    client.force_login(lead)
    deeds = list_deeds(read(client))
    assert len(deeds) == 5
    for label, (url, _action) in deeds.items():
        [number] = re.findall(r"\d+", label)
        assert count_rows(client, url) == int(number), label


def test_one_deed_resolves_every_short_of_a_reason(client: Client, lead: User) -> None:
    client.force_login(lead)
    told = do(client, list_deeds(read(client))["Resolve 2 shorts"])
    assert "2 shorts resolved." in told
    page = read(client)
    assert "Damaged:" not in page
    assert "Fewer than needed: 2 missing in 1 order" in page


def test_one_deed_lifts_every_hold_of_a_reason(client: Client, lead: User) -> None:
    client.force_login(lead)
    assert "2 holds are lifted." in do(client, list_deeds(read(client))["Lift 2 holds"])
    assert "Suspected fraud" not in read(client)


def test_one_deed_lets_all_that_was_left_behind_leave_with_the_next_pick_up(
    client: Client, lead: User, orders: list[UUID], clock: datetime
) -> None:
    with transaction(Scope.operator()):
        rows.execute(
            "UPDATE orders_fulfillmentorder SET carrier_code = 'DPD', status = 'planned' WHERE order_id = %(id)s",
            {"id": orders[0]},
        )
    set_due(orders[:1], clock - timedelta(hours=2))
    client.force_login(lead)
    page = read(client)
    assert "2 left behind at " in page
    deed = list_deeds(page)["Next pick-up for 2 orders"]
    asked = do(client, deed)
    assert "What the shopper was promised stays, and stays late." in asked
    told = do(client, deed, sure="yes")
    assert "2 orders leave with the next pick-up." in told
    assert "2 left behind" not in read(client)


def test_who_may_not_do_a_deed_is_not_offered_it(client: Client, finance: User) -> None:
    client.force_login(finance)
    page = read(client)
    assert "2 orders are on hold: Suspected fraud" in page
    assert list_deeds(page) == {}


def test_a_refresh_with_deeds_and_without_change_sends_nothing(client: Client, lead: User) -> None:
    client.force_login(lead)
    (url,) = re.findall(r'hx-get="([^"]+)"', read(client))
    assert client.get("/" + unescape(url), headers={"HX-Request": "true"}).status_code == 204
