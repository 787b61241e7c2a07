"""What is kept back is changed where the figure stands, and the way back stands there afterwards."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.insight.queries.former_safety import list_former_safety
from packhaus.inventory.models import SiteStock
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

URL = "/stock/ACME/MUG/"


@pytest.fixture
def keeper(sign_in: SignIn, lead: User, mug: Sku, leeds: Place, stock: PutStock) -> Client:
    stock(mug, leeds, 20)
    return sign_in(lead)


def keep(client: Client, place: Place, units: int) -> str:
    sent = {"site": str(place.id), "safety": str(units)}
    return client.post(f"{URL}safety/", sent, follow=True).content.decode()


def read_safety() -> int:
    with transaction(Scope.operator()):
        return SiteStock.objects.get().safety


def test_the_reverse_button_stands_where_the_figure_was_changed(keeper: Client, leeds: Place) -> None:
    assert "Back to" not in keeper.get(URL).content.decode()
    page = keep(keeper, leeds, 6)
    assert "6 are kept back." in page
    assert 'name="safety" value="0"' in page
    assert "Back to 0" in page
    page = keep(keeper, leeds, 9)
    assert "Back to 6" in page
    assert "Back to 9" in keep(keeper, leeds, 6)
    assert read_safety() == 6


def test_a_day_later_there_is_no_way_back(keeper: Client, mug: Sku, leeds: Place) -> None:
    keep(keeper, leeds, 6)
    later = timezone.now() + timedelta(hours=25)
    assert list_former_safety(Scope.operator(), sku_id=mug.id, now=later) == {}


def test_what_is_no_number_is_refused_and_others_may_not(
    keeper: Client, leeds: Place, sign_in: SignIn, finance: User
) -> None:
    assert keeper.post(f"{URL}safety/", {"site": str(leeds.id), "safety": "-1"}).status_code == 422
    client = sign_in(finance)
    assert "Keep back" not in client.get(URL).content.decode()
    assert client.post(f"{URL}safety/", {"site": str(leeds.id), "safety": "1"}).status_code == 404
    assert read_safety() == 0


def test_what_is_kept_back_of_many_is_taken_back_where_nobody_said_more_since(
    keeper: Client, mug: Sku, lamp: Sku, leeds: Place
) -> None:
    keep(keeper, leeds, 4)
    sent = {"do": "safety", "safety": "7", "selected": [str(mug.id), str(lamp.id)], "site": str(leeds.id)}
    for url in ("/stock/", "/catalog/"):
        undo = re.search(r'action="(/undo/[^"]+)"', keeper.post(url, sent, follow=True).content.decode())
        assert undo
        assert read_all_safety()[mug.id] == 7
        keeper.post(undo[1])
        assert read_all_safety()[mug.id] == 4
    assert undo
    keeper.post("/stock/", sent)
    keep(keeper, leeds, 9)
    keeper.post(undo[1])  # of the catalog's run
    assert read_all_safety() == {mug.id: 9, lamp.id: 0}


def read_all_safety() -> dict[object, int]:
    with transaction(Scope.operator()):
        return dict(SiteStock.objects.values_list("sku_id", "safety"))
