import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.services.holds import place_hold
from packhaus.web.console import orders as orders_page
from packhaus.web.lists import bulk, definition
from tests.harness.cast import Place
from tests.web.conftest import SignIn

URL = "/orders/"


def read(number: str) -> OrderDetail:
    return get_order(Scope.operator(), number=number)


def list_ids(numbers: Sequence[str]) -> list[str]:
    return [str(read(number).header.id) for number in numbers]


def post(client: Client, url: str = URL, **sent: object) -> str:
    return client.post(url, sent, follow=True).content.decode()


def find_undo(page: str) -> str:
    [url] = re.findall(r'action="(/undo/[^"]+)"', page)
    return str(url)


def test_selected_orders_are_held_and_each_that_was_not_is_named_with_its_reason(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    ids = list_ids(numbers[:3])
    post(client, do="hold", selected=ids[:1])
    page = post(client, do="hold", selected=ids)
    assert "2 orders are on hold." in page
    assert "With 1 row nothing could be done" in page
    assert re.search(
        rf'<a href="/orders/ACME:{numbers[0]}/">{numbers[0]}</a>: It is held by hand already.', page
    )
    assert [read(number).header.is_held for number in numbers] == [True, True, True, False, False]


def test_all_that_match_are_taken_by_the_filter_and_not_by_the_page(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    post(client, do="tag", tag_code="gift", selected=list_ids(numbers[1:4]))
    page = post(client, f"{URL}?tag=gift", do="hold", all_matching="on")
    assert "3 orders are on hold." in page
    assert [read(number).header.is_held for number in numbers] == [False, True, True, True, False]


def test_work_that_takes_longer_goes_on_request_by_request_and_each_row_is_done_once(
    sign_in: SignIn, lead: User, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "A_MOMENT_SECONDS", 0)
    small = replace_action("tag", chunk=2)
    monkeypatch.setitem(definition._LISTS, "console:orders", small)
    monkeypatch.setattr(orders_page, "ORDERS", small)
    client = sign_in(lead)
    page = post(client, do="tag", tag_code="slow", all_matching="on")
    assert "2 of 5" in page
    assert sum("slow" in read(number).header.tags for number in numbers) == 2
    [run] = re.findall(r'name="run" value="([^"]+)"', page)
    assert "4 of 5" in post(client, run=run)
    page = post(client, run=run)
    assert "5 orders are tagged." in page
    assert all(read(number).header.tags == ["slow"] for number in numbers)
    assert "tagged" not in post(client, run=run).replace("5 orders are tagged.", "")


def replace_action(key: str, *, chunk: int) -> definition.ListPage[object]:
    listed = definition._LISTS.pop("console:orders")
    actions = [replace(action, chunk=chunk) if action.key == key else action for action in listed.bulk]
    try:
        return replace(listed, bulk=actions)
    finally:
        definition._LISTS["console:orders"] = listed


def test_cancelling_asks_first_and_says_what_it_would_do(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    ids = list_ids(numbers[:2])
    page = post(client, do="cancel", selected=ids)
    assert "Cancel 2 orders" in page
    assert "2 units are in them." in page
    assert read(numbers[0]).header.stage == "placed"
    answer = client.post(URL, {"do": "cancel", "selected": ids}, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("<dialog")
    page = post(client, do="cancel", sure="yes", selected=ids)
    assert "2 orders are cancelled" in page
    assert read(numbers[0]).header.stage == "cancelled"


def test_chosen_orders_are_released_as_one_wave_and_the_rest_says_why(
    sign_in: SignIn, lead: User, numbers: list[str], leeds: Place
) -> None:
    client = sign_in(lead)
    post(client, do="hold", selected=list_ids(numbers[:1]))
    ids = list_ids(numbers[:3])
    asked = post(client, do="release", selected=ids)
    assert "Release 2 orders" in asked
    assert "1 order cannot be released" in asked
    page = post(client, do="release", sure="yes", selected=ids)
    assert "2 orders released." in page
    assert "It is on hold." in page
    [wave] = set(re.findall(r'href="(/waves/[^"]+/)"', page))
    assert client.get(wave).status_code == 200
    assert [part.status for part in read(numbers[1]).fulfillments] == ["released"]
    assert [part.status for part in read(numbers[3]).fulfillments] == ["planned"]


def test_a_tag_is_taken_back_by_its_toast_and_only_where_it_was_new(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    post(client, do="tag", tag_code="gift", selected=list_ids(numbers[:1]))
    page = post(client, do="tag", tag_code="Gift", selected=list_ids(numbers[:2]))
    assert "1 order is tagged." in page
    client.post(find_undo(page))
    assert read(numbers[0]).header.tags == ["gift"]
    assert read(numbers[1]).header.tags == []


def test_a_tag_that_is_no_code_is_refused_and_changes_nothing(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    answer = sign_in(lead).post(
        URL, {"do": "tag", "tag_code": "anna@example.com", "selected": list_ids(numbers[:1])}
    )
    assert answer.status_code == 422
    assert read(numbers[0]).header.tags == []


def test_an_undo_of_somebody_else_is_refused(
    sign_in: SignIn, lead: User, admin: User, numbers: list[str]
) -> None:
    url = find_undo(post(sign_in(lead), do="tag", tag_code="gift", selected=list_ids(numbers[:1])))
    assert sign_in(admin).post(url).status_code == 409
    assert read(numbers[0]).header.tags == ["gift"]


def test_a_run_is_its_persons_own(sign_in: SignIn, lead: User, admin: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    answer = client.post(URL, {"do": "unhold", "selected": list_ids(numbers[:1])})
    assert client.get(answer.headers["Location"]).status_code == 200
    assert sign_in(admin).get(answer.headers["Location"]).status_code == 404


def test_who_may_not_change_orders_sees_no_box_and_cannot_post(
    sign_in: SignIn, finance: User, numbers: list[str]
) -> None:
    client = sign_in(finance)
    assert 'name="selected"' not in client.get(URL).content.decode()
    assert client.post(URL, {"do": "hold", "selected": list_ids(numbers[:1])}).status_code == 404
    assert not read(numbers[0]).header.is_held


def test_nothing_selected_is_said(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    assert "No row is selected." in post(sign_in(lead), do="hold")


def test_safety_stock_of_many_items_is_set_at_the_site_chosen(
    sign_in: SignIn, lead: User, numbers: list[str], leeds: Place
) -> None:
    client = sign_in(lead)
    url = reverse("console:stock")
    [key] = re.findall(r'name="selected" value="([^"]+)"', client.get(url).content.decode())
    page = post(client, url, do="safety", safety="3", selected=[key])
    assert "Safety stock of 1 item is set." in page
    assert "3</td>" in page
    assert client.post(url, {"do": "safety", "safety": "many", "selected": [key]}).status_code == 422


def test_locations_are_blocked_and_the_reverse_stands_where_it_stood(
    sign_in: SignIn, lead: User, leeds: Place
) -> None:
    client = sign_in(lead)
    location_id = leeds.locations["A-01-01"]
    assert "1 location is blocked." in post(
        client, reverse("console:locations"), do="block", selected=[str(location_id)]
    )
    page = client.get(reverse("console:location", args=[location_id])).content.decode()
    assert 'value="unblock"' in page
    page = post(client, reverse("console:change-location", args=[location_id]), do="unblock")
    assert 'value="block"' in page


def test_what_waits_is_cancelled_order_by_order(
    sign_in: SignIn, lead: User, numbers: list[str], leeds: Place, take: object
) -> None:
    from tests.orders.drafts import make_draft

    waiting = take(make_draft(("MUG", 30), number="W-1"))  # type: ignore[operator]
    client = sign_in(lead)
    url = reverse("console:backorders")
    [key] = re.findall(r'name="selected" value="([^"]+)"', client.get(url).content.decode())
    assert "Units that wait" in post(client, url, do="cancel", selected=[key])
    post(client, url, do="cancel", sure="yes", selected=[key])
    assert read(waiting).demands == []


def test_labels_of_many_orders_come_as_one_file(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    page = post(sign_in(lead), do="labels", selected=list_ids(numbers[:1]))
    assert "No parcel of it has a label." in page


def test_hold_of_another_reason_is_not_lifted_by_the_bulk(
    sign_in: SignIn, lead: User, numbers: list[str], acme: object
) -> None:
    from django.utils import timezone

    from packhaus.access.types import SYSTEM

    order_id = read(numbers[0]).header.id
    place_hold(scope=Scope.operator(), order_ids=[order_id], reason="fraud", now=timezone.now(), actor=SYSTEM)
    page = post(sign_in(lead), do="unhold", selected=[str(order_id)])
    assert "It is held for another reason" in page
    assert read(numbers[0]).header.is_held
