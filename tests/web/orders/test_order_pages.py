import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.models import Order
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take


def read(number: str) -> OrderDetail:
    return get_order(Scope.operator(), number=number)


@pytest.fixture
def number(mug: Sku, leeds: Place, stock: PutStock, take: Take) -> str:
    stock(mug, leeds, 10, backorder_limit=50)
    return take(make_draft(("MUG", 4)))


def test_an_order_is_held_let_go_and_cancelled(sign_in: SignIn, lead: User, number: str) -> None:
    client = sign_in(lead)
    url = reverse("console:change-order", args=[number])
    page = client.post(url, {"hold": "address"}, follow=True).content.decode()
    assert [hold.reason for hold in read(number).open_holds] == ["address"]
    assert "Address in doubt" in page
    client.post(url, {"lift": "address"})
    assert read(number).open_holds == []
    client.post(url, {"cancel": "all"})
    assert read(number).header.stage == "cancelled"
    assert read(number).lines[0].cancelled == 4


def test_a_second_cancel_is_refused_and_changes_nothing(sign_in: SignIn, lead: User, number: str) -> None:
    client = sign_in(lead)
    url = reverse("console:change-order", args=[number])
    client.post(url, {"cancel": "all"})
    answer = client.post(url, {"cancel": "all"})
    assert answer.status_code == 409
    assert "The units have left, or the floor is asked to stop them already." in answer.content.decode()


def test_an_unknown_reason_is_explained_and_changes_nothing(sign_in: SignIn, lead: User, number: str) -> None:
    answer = sign_in(lead).post(reverse("console:change-order", args=[number]), {"hold": "mood"})
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.content.decode()
    assert not read(number).header.is_held


def test_who_may_only_look_gets_no_buttons_and_cannot_post(
    sign_in: SignIn, finance: User, number: str
) -> None:
    client = sign_in(finance)
    page = client.get(reverse("console:order", args=[number])).content.decode()
    assert 'id="cancel"' not in page
    assert client.post(reverse("console:change-order", args=[number]), {"cancel": "all"}).status_code == 404


def test_many_orders_are_changed_at_once_and_what_could_not_be_is_told(
    sign_in: SignIn, lead: User, number: str, take: Take
) -> None:
    other = take(make_draft(("MUG", 1), number="A-2"))
    client = sign_in(lead)
    ids = [str(read(each).header.id) for each in (number, other)]
    client.post(reverse("console:orders"), {"do": "hold", "selected": ids})
    assert read(number).header.is_held
    assert read(other).header.is_held
    client.post(reverse("console:orders"), {"do": "unhold", "selected": ids})
    client.post(reverse("console:orders"), {"do": "cancel", "sure": "yes", "selected": ids[:1]})
    asked = client.post(reverse("console:orders"), {"do": "cancel", "all_matching": "on"}).content.decode()
    assert "Cancel 2 orders" in asked
    page = client.post(
        reverse("console:orders"), {"do": "cancel", "all_matching": "on", "sure": "yes"}, follow=True
    ).content.decode()
    assert "1 order is cancelled" in page
    assert "With 1 row nothing could be done" in page
    assert "The units have left, or the floor is asked to stop them already." in page


def test_filters_find_exactly_their_orders(sign_in: SignIn, lead: User, number: str, take: Take) -> None:
    held = take(make_draft(("MUG", 1), number="A-2", hold_reasons=("fraud",), tags=("gift",)))
    waiting = take(make_draft(("MUG", 40), number="A-3"))
    client = sign_in(lead)

    def found(**query: str) -> set[str]:
        page = client.get(reverse("console:orders"), query).content.decode()
        return set(re.findall(r'data-href="/orders/ACME:(SO-\d+)/"', page))

    assert found() == {number, held, waiting}
    assert found(only="held") == {held}
    assert found(only="waiting") == {waiting}
    assert found(tag="gift") == {held}
    assert found(q=number) == {number}
    assert found(q="A-3") == {waiting}
    assert found(sku="LAMP") == set()
    assert found(stage="shipped") == set()
    assert found(country="GB") == {number, held, waiting}


def test_pages_follow_each_other_without_loss(sign_in: SignIn, lead: User, number: str, take: Take) -> None:
    numbers = {number} | {take(make_draft(("MUG", 1), number=f"B-{place}")) for place in range(55)}
    client = sign_in(lead)
    seen: list[str] = []
    url = "?"
    while url:
        page = client.get(reverse("console:orders") + url).content.decode()
        seen += re.findall(r'data-href="/orders/ACME:(SO-\d+)/"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = older.group(1).replace("&amp;", "&") if older else ""
    assert len(seen) == len(numbers)
    assert set(seen) == numbers


def test_the_list_costs_the_same_whatever_its_length(
    sign_in: SignIn, lead: User, number: str, take: Take
) -> None:
    client = sign_in(lead)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("console:orders"))
        return len(queries)

    count()  # what is kept for seconds is read once
    before = count()
    for place in range(5):
        take(make_draft(("MUG", 1), number=f"B-{place}"))
    assert count() == before


def test_a_new_order_is_taken_by_its_form_once(
    sign_in: SignIn, lead: User, mug: Sku, leeds: Place, stock: PutStock, acme: Merchant
) -> None:
    stock(mug, leeds, 5)
    client = sign_in(lead)
    form = {
        "merchant": str(acme.id), "external_number": "C-1", "sku_0": "MUG", "quantity_0": "2", "price_0": "2,50",
        "name": "Anna Schmidt", "email": "anna@example.com", "phone": "", "company": "", "lines": "1 Mill Lane",
        "lines_2": "", "city": "Leeds", "postal_code": "LS1 4DY", "country": "gb", "region": "", "language": "en",
        "policy": "ship_available", "payment_term": "prepaid",
    }  # fmt: skip
    first = client.post(reverse("console:new-order"), form)
    assert client.post(reverse("console:new-order"), form).headers["Location"] == first.headers["Location"]
    order = read(first.headers["Location"].split("/")[2].partition(":")[2])
    assert order.header.total_minor == 500
    assert order.lines[0].promised == 2


def test_every_problem_of_a_new_order_is_told_at_once_and_nothing_is_lost(
    sign_in: SignIn, lead: User, mug: Sku, leeds: Place, acme: Merchant
) -> None:
    form = {
        "merchant": str(acme.id), "external_number": "C-1", "sku_0": "NONE", "quantity_0": "2", "name": "",
        "lines": "", "city": "Leeds", "country": "XX", "language": "en", "policy": "ship_available",
        "payment_term": "prepaid",
    }  # fmt: skip
    answer = sign_in(lead).post(reverse("console:new-order"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('href="#field-') >= 2
    assert "<title>Error:" in page
    assert 'value="NONE"' in page


def test_a_hold_is_lifted_from_its_list(sign_in: SignIn, lead: User, number: str) -> None:
    client = sign_in(lead)
    client.post(reverse("console:change-order", args=[number]), {"hold": "fraud"})
    assert number in client.get(reverse("console:holds")).content.decode()
    [selected] = re.findall(
        r'name="selected" value="(\d+)"', client.get(reverse("console:holds")).content.decode()
    )
    client.post(reverse("console:holds"), {"do": "lift", "selected": [selected]})
    assert not read(number).header.is_held
    assert "Nothing is on hold." in client.get(reverse("console:holds")).content.decode()


def test_what_waits_is_promised_from_the_list(
    sign_in: SignIn, lead: User, number: str, take: Take, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    waiting = take(make_draft(("MUG", 9), number="A-2"))
    assert read(waiting).demands
    stock(mug, leeds, 20)
    client = sign_in(lead)
    page = client.get(reverse("console:backorders")).content.decode()
    assert "MUG" in page
    client.post(reverse("console:backorders"), {"do": "promise", "selected": [str(mug.id)]})
    assert read(waiting).demands == []


def test_units_are_taken_off_and_an_item_added(
    sign_in: SignIn, lead: User, number: str, lamp: Sku, leeds: Place, stock: PutStock
) -> None:
    stock(lamp, leeds, 5)
    client = sign_in(lead)
    line = read(number).lines[0]
    client.post(reverse("console:cancel-units", args=[number]), {"line": line.id, "quantity": "3"})
    client.post(reverse("console:add-item", args=[number]), {"sku": "LAMP", "quantity": "2", "price": "9.90"})
    changed = read(number)
    assert [(row.sku_code, row.ordered, row.cancelled) for row in changed.lines] == [
        ("MUG", 4, 3),
        ("LAMP", 2, 0),
    ]
    assert changed.header.total_minor == 4 * 250 + 2 * 990


def test_an_address_is_changed_and_a_wrong_one_is_explained(sign_in: SignIn, lead: User, number: str) -> None:
    client = sign_in(lead)
    url = reverse("console:order-address", args=[number])
    form = {
        "name": "Budi Santoso", "lines": "2 Mill Lane", "lines_2": "", "city": "Leeds", "postal_code": "LS1 4DY",
        "country": "GB", "region": "", "company": "", "email": "", "phone": "",
    }  # fmt: skip
    assert "Anna Schmidt" in client.get(url).content.decode()
    client.post(url, form)
    assert read(number).header.shopper == "Budi Santoso"
    refused = client.post(url, {**form, "country": "XX", "name": "Nobody"})
    assert refused.status_code == 422
    assert read(number).header.shopper == "Budi Santoso"


@pytest.fixture
def equal_number(number: str, beta: Merchant, beta_mug: Sku, leeds: Place, stock: PutStock) -> str:
    """The number of an order of ACME and of one of BETA."""
    stock(beta_mug, leeds, 5)
    [theirs] = place_orders(
        scope=Scope.operator(), merchant_id=beta.id, drafts=[make_draft(("MUG", 1))],
        now=timezone.now(), actor=SYSTEM,
    )  # fmt: skip
    assert isinstance(theirs, PlacedOrder)
    with transaction(Scope.operator()):
        Order.objects.filter(id=theirs.id).update(number=number)
    return number


def test_one_number_of_two_merchants_is_a_choice_for_the_operator(
    sign_in: SignIn, lead: User, equal_number: str
) -> None:
    client = sign_in(lead)
    answer = client.get(reverse("console:order", args=[equal_number]))
    assert answer.status_code == 409
    offered = re.findall(r'href="(/orders/[A-Z]+:SO-\d+/)"', answer.content.decode())
    assert offered == [f"/orders/{code}:{equal_number}/" for code in ("ACME", "BETA")]
    change = "console:change-order"
    assert client.post(reverse(change, args=[equal_number]), {"hold": "fraud"}).status_code == 409
    client.post(reverse(change, args=[f"BETA:{equal_number}"]), {"hold": "fraud"})
    held = [
        get_order(Scope.operator(), number=equal_number, merchant_code=code).header.is_held
        for code in ("ACME", "BETA")
    ]
    assert held == [False, True]
    assert client.get(reverse("console:order", args=[f"NOPE:{equal_number}"])).status_code == 404


def test_the_next_legal_step_is_the_primary_button(sign_in: SignIn, lead: User, number: str) -> None:
    page = sign_in(lead).get(f"/orders/{number}/", follow=True).content.decode()
    [primary] = re.findall(r'class="btn btn-primary" href="([^"]+)"', page)
    assert primary == "/release/"
    assert "4 units are cancelled at once." in page
    assert "4 planned units wait." in page
