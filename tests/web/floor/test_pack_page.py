import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.badges import make_badges
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.outbound.queries.pack_settings import UNSAID
from packhaus.shipping.queries.carton_types import forget_carton_types
from tests.web.floor.test_cart_page import stop_order

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tote(number: str, pick: Callable[[], object]) -> str:
    """The tote that holds three mugs of one order, picked."""
    pick()
    with transaction(Scope.operator()):
        return str(
            rows.fetch_value(
                "SELECT u.code FROM outbound_batchslot AS s JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
                "JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id WHERE f.unit_count = 3"
            )
        )


def count_packed() -> int:
    with transaction(Scope.operator()):
        return int(rows.fetch_value("SELECT count(*) FROM orders_fulfillmentorder WHERE status = 'packed'"))


def see_all(client: Client, tote: str) -> str:
    step = ""
    for _ in range(3):
        page = client.post(f"/pack/{tote}/", {"scan": "MUG", "step_id": step}, headers=HTMX).content.decode()
        step = str(re.findall(r'name="step_id" value="([^"]+)"', page)[0])
    return step


def test_packing_is_not_for_merchants(client: Client, stranger: User, tote: str) -> None:
    client.force_login(stranger)
    for url in ("/pack/", f"/pack/{tote}/"):
        assert client.get(url).status_code == 404


def test_a_waiting_tote_is_offered_and_a_scanned_one_opens(as_associate: Client, tote: str) -> None:
    assert tote in as_associate.get("/pack/").content.decode()
    answer = as_associate.post("/pack/", {"scan": tote.lower()}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/pack/{tote}/"
    unknown = as_associate.post("/pack/", {"scan": "T-none"}, headers=HTMX)
    assert unknown.status_code == 422
    assert "T-NONE" in unknown.content.decode()


def test_an_item_of_another_order_is_refused_by_name(as_associate: Client, tote: str) -> None:
    answer = as_associate.post(f"/pack/{tote}/", {"scan": "LAMP", "step_id": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert "Not in this tote" in answer.content.decode()
    assert "Lamp LAMP" in answer.content.decode()
    with transaction(Scope.operator()):
        [(order, other)] = rows.fetch_tuples(
            "SELECT o.number, u.code FROM orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id "
            "JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id "
            "JOIN inventory_handlingunit AS u ON u.id = s.tote_id WHERE o.external_number = 'O-3'"
        )
    assert f"Belongs to {order}, {other}." in answer.content.decode()


def test_the_last_tick_proposes_a_carton(as_associate: Client, tote: str) -> None:
    seen = see_all(as_associate, tote)
    page = as_associate.get(f"/pack/{tote}/", {"seen": seen}).content.decode()
    assert "Take carton" in page
    assert "3 × Mug, blue" in page
    assert 'class="carton-unit' in page


def test_a_tote_becomes_a_parcel_with_a_label(as_associate: Client, tote: str) -> None:
    seen = see_all(as_associate, tote)
    answer = as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}, follow=True)
    page = answer.content.decode()
    assert "band-done" in page
    assert "Albion Parcel" in page
    assert count_packed() == 1
    (url,) = re.findall(r'action="([^"]+labels.pdf)"', page)
    label = as_associate.post(url)
    assert label.content.startswith(b"%PDF")
    assert "printed 1 time" in as_associate.get(url.replace("labels.pdf", "")).content.decode()


def test_an_order_shows_how_its_parcel_is_packed_but_not_to_strangers(
    as_associate: Client, client: Client, lead: User, stranger: User, tote: str
) -> None:
    seen = see_all(as_associate, tote)
    done = as_associate.post(f"/pack/{tote}/close/", {"step_id": seen})
    url = f"{done.headers['Location']}carton-1/"
    client.force_login(lead)
    page = client.get(url).content.decode()
    assert 'class="carton-unit' in page
    assert "Empty space" in page
    assert "Mug, blue" in page
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_what_was_not_seen_is_not_packed(as_associate: Client, tote: str) -> None:
    answer = as_associate.post(f"/pack/{tote}/close/", {"step_id": ""})
    assert answer.status_code == 422
    assert "3 × Mug, blue not packed" in answer.content.decode()
    assert count_packed() == 0


def test_a_wrong_weight_names_the_item_and_wants_the_lead(
    as_associate: Client, tote: str, lead: User, mug: Sku
) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE catalog_sku SET weight_grams = 300 WHERE id = %(id)s", {"id": mug.id})
    seen = see_all(as_associate, tote)
    expected = read_expected(as_associate.get(f"/pack/{tote}/", {"seen": seen}).content.decode())
    fields = {"step_id": seen, "seen": seen, "weight_0": "US,GS,+001.2kg"}
    moving = as_associate.post(f"/pack/{tote}/close/", fields)
    assert (moving.status_code, "That is no weight" in moving.content.decode()) == (422, True)
    fields["weight_0"] = f"{(expected + 310) / 1000:.3f} kg"
    answer = as_associate.post(f"/pack/{tote}/close/", fields)
    assert answer.status_code == 422
    assert "310 g too much: about 1 × Mug, blue." in answer.content.decode()
    fields |= {"do": "accept", "weight_reason": "packaging"}
    asked = as_associate.post(f"/pack/{tote}/close/", fields)
    assert "The lead scans a badge here" in asked.content.decode()
    assert count_packed() == 0
    [badge] = make_badges(scope=Scope.operator(), user_ids=[lead.id], now=timezone.now(), actor=SYSTEM)
    as_associate.post(
        f"/pack/{tote}/close/", {**fields, "approval": "1", "scan": badge.code, "step_id": "approval"}
    )
    assert count_packed() == 1
    with transaction(Scope.operator()):
        [entry] = rows.fetch_tuples(
            "SELECT actor_id, data->>'reason', (data->>'weighed_grams')::int FROM journal_entry "
            "WHERE kind = 'weight_accepted'"
        )
        assert entry == (str(lead.id), "packaging", expected + 310)
        assert rows.fetch_value("SELECT weight_grams FROM shipping_parcel") == expected + 310


def test_a_site_says_how_far_off_a_weight_may_be_and_that_all_are_weighed(
    as_associate: Client, client: Client, tote: str, admin: User, associate: User
) -> None:
    seen = see_all(as_associate, tote)
    expected = read_expected(as_associate.get(f"/pack/{tote}/", {"seen": seen}).content.decode())
    client.force_login(admin)
    wide = {"percent": "200", "grams": "20", "must_weigh": "on"}
    assert client.post("/setup/sites/LEEDS/packing/", wide).status_code == 422
    assert client.post("/setup/sites/LEEDS/packing/", wide | {"percent": "90"}).status_code == 302
    client.force_login(associate)
    unweighed = client.post(f"/pack/{tote}/close/", {"step_id": seen})
    assert unweighed.status_code == 422
    assert "Weigh carton 1" in unweighed.content.decode()
    client.post(f"/pack/{tote}/close/", {"step_id": seen, "weight_0": str(round(expected * 1.8))})
    assert count_packed() == 1


def read_expected(page: str) -> int:
    return int(re.findall(r'name="weight_0"[^>]*placeholder="(\d+)"', page)[0])


def test_a_held_order_is_stopped(as_associate: Client, tote: str) -> None:
    seen = see_all(as_associate, tote)
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_order SET is_held = true")
    assert "do not pack this order" in as_associate.get(f"/pack/{tote}/").content.decode()
    assert as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}).status_code == 409
    assert count_packed() == 0
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_order SET is_held = false")


@pytest.mark.parametrize(
    ("weighed", "is_plausible"),
    [(1000, True), (1040, True), (1041, False), (960, True), (959, False)],  # 4% of a kilogram
)
def test_a_weight_may_be_off_by_four_percent(weighed: int, is_plausible: bool) -> None:  # noqa: FBT001 - a table
    assert UNSAID.is_plausible(weighed_grams=weighed, expected_grams=1000) == is_plausible


def test_a_light_carton_may_be_off_by_twenty_grams() -> None:
    assert UNSAID.is_plausible(weighed_grams=120, expected_grams=100)
    assert not UNSAID.is_plausible(weighed_grams=121, expected_grams=100)


def test_units_are_scanned_one_by_one_and_one_too_many_is_refused(as_associate: Client, tote: str) -> None:
    seen = see_all(as_associate, tote)
    answer = as_associate.post(f"/pack/{tote}/", {"scan": "MUG", "step_id": seen}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "4 is more than 3" in page
    assert "Mug, blue MUG" in page
    assert f'value="{seen}"' in page


@pytest.fixture
def line() -> int:
    with transaction(Scope.operator()):
        return int(rows.fetch_value("SELECT id FROM orders_fulfillmentline WHERE picked = 3"))


def test_another_carton_says_what_it_costs_beside_the_proposed_one(as_associate: Client, tote: str) -> None:
    step = see_all(as_associate, tote)
    with transaction(Scope.operator()):
        rows.execute("UPDATE shipping_cartontype SET cost_minor = 55 WHERE code = 'L'")
    forget_carton_types()
    page = as_associate.post(f"/pack/{tote}/", {"scan": "L", "step_id": step}, headers=HTMX).content.decode()
    assert 'data-band="careful"' in page
    [told] = re.findall(r"Carton and postage: [^<]+", page)[:1]
    assert told == "Carton and postage: £4.55. As proposed: £4.00 (+£0.55)."
    same = as_associate.post(f"/pack/{tote}/", {"scan": "M", "step_id": step}, headers=HTMX).content.decode()
    assert "As proposed" not in same.replace("As proposed</button>", "")


@pytest.fixture
def two_cartons(as_associate: Client, tote: str, line: int) -> dict[str, str]:
    """Three mugs on the bench, all seen, two in one carton and one in another."""
    fields = {"step_id": see_all(as_associate, tote), "carton_0": "C-1", "carton_1": "C-1"}
    return fields | {f"units_0_{line}": "2", f"units_1_{line}": "1"}


def test_a_line_is_split_over_two_cartons(
    as_associate: Client, tote: str, two_cartons: dict[str, str]
) -> None:
    code = carton_code()
    fields = two_cartons | {"carton_0": code, "carton_1": code}
    shown = as_associate.post(f"/pack/{tote}/close/", fields | {"do": "update"}).content.decode()
    assert "Close 2 cartons, print labels" in shown
    assert count_packed() == 0
    page = as_associate.post(f"/pack/{tote}/close/", fields, follow=True).content.decode()
    assert "Print 2 labels" in page
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT p.number, i.quantity FROM shipping_parcel AS p JOIN shipping_parcelitem AS i ON i.parcel_id = p.id "
            "ORDER BY 1"
        )
    assert found == [(1, 2), (2, 1)]


def test_units_in_no_carton_are_named(
    as_associate: Client, tote: str, two_cartons: dict[str, str], line: int
) -> None:
    code = carton_code()
    fields = two_cartons | {"carton_0": code, "carton_1": code, f"units_1_{line}": "0"}
    answer = as_associate.post(f"/pack/{tote}/close/", fields)
    assert answer.status_code == 422
    assert "Mug, blue: 2 of 3 in cartons" in answer.content.decode()
    assert count_packed() == 0


def test_another_carton_is_added_and_the_proposal_comes_back(
    as_associate: Client, tote: str, line: int
) -> None:
    fields = {"step_id": see_all(as_associate, tote), "carton_0": carton_code(), f"units_0_{line}": "3"}
    page = as_associate.post(f"/pack/{tote}/close/", fields | {"do": "add"}).content.decode()
    assert 'name="carton_1"' in page
    back = as_associate.post(f"/pack/{tote}/close/", fields | {"do": "reset"}).content.decode()
    assert 'name="carton_1"' not in back


def test_a_packed_carton_opens_its_parcels_with_slip_and_label(as_associate: Client, tote: str) -> None:
    seen = see_all(as_associate, tote)
    page = as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}, follow=True).content.decode()
    [slip] = re.findall(r'href="([^"]+slip-1.pdf)"', page)
    assert as_associate.get(slip).content.startswith(b"%PDF")
    assert as_associate.get(slip.replace("slip-1", "slip-9")).status_code == 404
    with transaction(Scope.operator()):
        number = rows.fetch_value("SELECT tracking_number FROM shipping_parcel")
        plate = rows.fetch_value("SELECT code FROM inventory_handlingunit WHERE kind = 'carton'")
    for code in (number, plate):
        answer = as_associate.post("/pack/", {"scan": code}, headers=HTMX)
        assert answer.headers["HX-Redirect"].startswith("/pack/parcels/")


def test_an_order_on_the_bench_that_is_to_be_cancelled_is_answered_there(
    as_associate: Client, tote: str
) -> None:
    number = stop_order(3)
    page = as_associate.get(f"/pack/{tote}/").content.decode()
    assert f"{number} is cancelled" in page
    answer = as_associate.post(f"/pack/{tote}/stop/", {"answer": "back"}, headers=HTMX)
    assert f"3 stopped in {number}." in answer.content.decode()
    with transaction(Scope.operator()):
        assert (
            rows.fetch_value("SELECT stage FROM orders_order WHERE number = %(n)s", {"n": number})
            == "cancelled"
        )


def carton_code() -> str:
    with transaction(Scope.operator()):
        return str(rows.fetch_value("SELECT max(code) FROM shipping_cartontype WHERE is_active"))
