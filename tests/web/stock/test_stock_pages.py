import re

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.inventory.queries.get_sku_stock import SkuStock, get_sku_stock
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take


def read(sku: Sku) -> SkuStock:
    return get_sku_stock(Scope.operator(), sku_id=sku.id)


@pytest.fixture
def client(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


@pytest.fixture
def filled(mug: Sku, leeds: Place, stock: PutStock, take: Take) -> str:
    stock(mug, leeds, 10, backorder_limit=50)
    return take(make_draft(("MUG", 4)))


def test_the_equation_names_every_term_and_who_holds_the_units(client: Client, filled: str, mug: Sku) -> None:
    page = client.get(reverse("console:sku-stock", args=["ACME", "MUG"])).content.decode()
    values = re.findall(r'equation-value">([^<]+)<', page)
    assert values == ["10", "4", "0", "0", "6"]
    assert filled in page
    assert "Bins and stock say different figures." not in page


def test_the_ledger_runs_down_from_what_is_there_now(client: Client, filled: str, mug: Sku) -> None:
    stock = read(mug)
    client.post(
        reverse("console:adjust-stock", args=["ACME", "MUG"]),
        {"balance": stock.bins[0].id, "quantity": "-1", "reason": "count"},
    )
    page = client.get(reverse("console:sku-stock", args=["ACME", "MUG"])).content.decode()
    assert re.findall(r'data-label="After">([^<]+)<', page) == ["9", "10"]
    assert "Lead" in page


def test_what_comes_in_is_on_hand_at_once(client: Client, mug: Sku, leeds: Place, filled: str) -> None:
    answer = client.post(
        reverse("console:receive-stock", args=["ACME", "MUG"]),
        {"site": str(leeds.id), "location": "r-01-01", "quantity": "24"},
    )
    assert answer.status_code == 302
    assert read(mug).total("on_hand") == 34


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"location": "R-01-01", "quantity": "24"}, 422),
        ({"site": "LEEDS", "location": "R-01-01", "quantity": "x"}, 422),
        ({"site": "LEEDS", "location": "NOWHERE", "quantity": "1"}, 404),
    ],
)
def test_a_receipt_with_a_mistake_changes_nothing(
    client: Client, mug: Sku, leeds: Place, filled: str, form: dict[str, str], status: int
) -> None:
    sent = {**form, "site": str(leeds.id)} if "site" in form else form
    assert client.post(reverse("console:receive-stock", args=["ACME", "MUG"]), sent).status_code == status
    assert read(mug).total("on_hand") == 10


def test_a_loss_larger_than_the_record_is_refused_with_both_figures(
    client: Client, mug: Sku, filled: str
) -> None:
    answer = client.post(
        reverse("console:adjust-stock", args=["ACME", "MUG"]),
        {"balance": read(mug).bins[0].id, "quantity": "-11", "reason": "loss"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "10" in page
    assert "11" in page
    assert read(mug).total("on_hand") == 10


def test_a_loss_takes_promises_back_and_says_who_waits(client: Client, mug: Sku, filled: str) -> None:
    client.post(
        reverse("console:adjust-stock", args=["ACME", "MUG"]),
        {"balance": read(mug).bins[0].id, "quantity": "-8", "reason": "damage"},
    )
    assert read(mug).total("promised") == 2
    assert read(mug).total("backordered") == 2
    assert "MUG" in client.get(reverse("console:backorders")).content.decode()


def test_units_are_moved_to_another_bin(client: Client, mug: Sku, filled: str) -> None:
    client.post(
        reverse("console:move-stock", args=["ACME", "MUG"]),
        {"balance": read(mug).bins[0].id, "quantity": "3", "location": "A-01-02", "condition": "sellable"},
    )
    assert {row.location_code: row.on_hand for row in read(mug).bins} == {"A-01-01": 7, "A-01-02": 3}
    assert read(mug).total("on_hand") == 10


def test_a_bin_of_another_sku_cannot_be_adjusted_from_here(
    client: Client, mug: Sku, lamp: Sku, leeds: Place, stock: PutStock, filled: str
) -> None:
    stock(lamp, leeds, 5)
    answer = client.post(
        reverse("console:adjust-stock", args=["ACME", "MUG"]),
        {"balance": read(lamp).bins[0].id, "quantity": "-1", "reason": "loss"},
    )
    assert answer.status_code == 404
    assert read(lamp).total("on_hand") == 5


def test_who_may_only_look_at_stock_cannot_change_it(
    sign_in: SignIn, finance: User, mug: Sku, filled: str
) -> None:
    client = sign_in(finance)
    assert (
        'id="adjust"' not in client.get(reverse("console:sku-stock", args=["ACME", "MUG"])).content.decode()
    )
    for name in ("receive-stock", "adjust-stock", "move-stock"):
        assert client.post(reverse(f"console:{name}", args=["ACME", "MUG"]), {}).status_code == 404


def test_the_stock_list_is_found_by_code_name_and_state(
    client: Client, mug: Sku, lamp: Sku, leeds: Place, stock: PutStock, take: Take, filled: str
) -> None:
    stock(lamp, leeds, 1)
    take(make_draft(("LAMP", 1), number="A-2"))

    def found(**query: str) -> set[str]:
        page = client.get(reverse("console:stock"), query).content.decode()
        return set(re.findall(r'data-href="/stock/ACME/([A-Z]+)/"', page))

    assert found() == {"MUG", "LAMP"}
    assert found(q="MU") == {"MUG"}
    assert found(q="lam") == {"LAMP"}
    assert found(state="none") == {"LAMP"}
    assert found(state="free", sort="-free") == {"MUG"}


def test_movements_are_never_shown_all_at_once(client: Client, mug: Sku, filled: str) -> None:
    assert "Choose what to look at" in client.get(reverse("console:movements")).content.decode()
    page = client.get(reverse("console:movements"), {"sku": str(mug.id)}).content.decode()
    assert "SUPPLIER" in page


def test_a_location_shows_what_lies_there_and_what_moved(client: Client, leeds: Place, filled: str) -> None:
    page = client.get(reverse("console:location", args=[leeds.locations["A-01-01"]])).content.decode()
    assert "MUG" in page
    assert "Received" in page
    assert client.get(reverse("console:location", args=[10**9])).status_code == 404
