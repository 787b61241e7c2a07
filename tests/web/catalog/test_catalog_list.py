"""Many items at once: safety stock, into use and out of it, the selection as a file."""

import re
from html import unescape

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.journal.models import Entry
from tests.harness.cast import Place
from tests.web.conftest import SignIn


@pytest.fixture
def keeper(sign_in: SignIn, lead: User, mug: Sku, lamp: Sku, beta_mug: Sku, leeds: Place) -> Client:
    return sign_in(lead)


def post(client: Client, *skus: Sku, **sent: str) -> str:
    chosen = {"selected": [str(sku.id) for sku in skus], **sent}
    return client.post("/catalog/", chosen, follow=True).content.decode()


def list_active() -> list[bool]:
    with transaction(Scope.operator()):
        return list(Sku.objects.order_by("merchant_id", "code").values_list("is_active", flat=True))


def test_items_are_taken_out_of_use_and_undo_puts_them_back(keeper: Client, mug: Sku, lamp: Sku) -> None:
    page = post(keeper, mug, lamp, do="off")
    assert "2 items are out of use." in page
    assert list_active() == [False, False, True]
    again = post(keeper, mug, do="off")
    assert "It is out of use already." in again
    [url] = re.findall(r'action="(/undo/[^"]+)"', page)
    keeper.post(unescape(url), {"next": "/catalog/"})
    assert list_active() == [True, True, True]
    with transaction(Scope.operator()):
        told = [entry.data["codes"] for entry in Entry.objects.filter(kind="skus_switched").order_by("id")]
    assert told == [["LAMP", "MUG"], ["LAMP", "MUG"]]


def test_the_list_is_narrowed_to_what_is_out_of_use(keeper: Client, mug: Sku) -> None:
    post(keeper, mug, do="off")
    page = keeper.get("/catalog/?only=inactive").content.decode()
    assert "1 of 1 row" in page
    assert "2 of 2 rows" in keeper.get("/catalog/?only=active").content.decode()
    assert "3 of 3 rows" in keeper.get("/catalog/?only=active&only=inactive").content.decode()


def test_safety_is_set_for_items_of_several_merchants_and_not_for_what_has_no_stock(
    keeper: Client, mug: Sku, beta_mug: Sku, lamp: Sku
) -> None:
    with transaction(Scope.operator()):
        Sku.objects.filter(id=lamp.id).update(kind="service")
    page = post(keeper, mug, beta_mug, lamp, do="safety", safety="7")
    assert "Safety stock of 2 items is set." in page
    assert "No stock is kept of it." in page
    with transaction(Scope.operator()):
        assert set(SiteStock.objects.values_list("sku_id", "safety")) == {(mug.id, 7), (beta_mug.id, 7)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_selection_is_a_file_and_nothing_else(keeper: Client, mug: Sku, kind: str) -> None:
    answer = keeper.post("/catalog/", {"selected": str(mug.id), "do": f"export-{kind}"})
    assert f"catalog.{kind}" in answer.headers["Content-Disposition"]
    told = b"".join(answer)
    assert told
    if kind == "csv":
        assert len(told.decode("utf-8-sig").splitlines()) == 2
    assert (
        "No row is selected." in keeper.post("/catalog/", {"do": "export-csv"}, follow=True).content.decode()
    )


def test_a_merchant_does_none_of_it(sign_in: SignIn, owner: User, mug: Sku) -> None:
    client = sign_in(owner)
    assert client.post("/catalog/", {"selected": str(mug.id), "do": "off"}).status_code == 404
    assert list_active() == [True]


def list_tags() -> list[list[str]]:
    with transaction(Scope.operator()):
        return list(Sku.objects.order_by("merchant_id", "code").values_list("tags", flat=True))


def test_items_are_tagged_found_by_it_and_untagged(keeper: Client, mug: Sku, lamp: Sku) -> None:
    page = post(keeper, mug, lamp, do="tag", tag_code="Last Chance")
    assert "2 items are tagged." in page
    assert list_tags() == [["last-chance"], ["last-chance"], []]
    assert "It has the tag already." in post(keeper, mug, do="tag", tag_code="last-chance")
    found = keeper.get("/catalog/?tag=last-chance").content.decode()
    assert "2 of 2 rows" in found
    assert '<span class="tag-code">last-chance</span>' in found
    untagged = post(keeper, lamp, do="untag", untag_code="last-chance")
    assert list_tags() == [[], ["last-chance"], []]
    [url] = re.findall(r'action="(/undo/[^"]+)"', untagged)
    keeper.post(unescape(url), {"next": "/catalog/"})
    assert list_tags() == [["last-chance"], ["last-chance"], []]


def test_an_item_is_tagged_on_its_page_and_that_is_taken_back(
    keeper: Client, sign_in: SignIn, associate: User, mug: Sku
) -> None:
    url = "/catalog/ACME/MUG/tags/"
    page = keeper.post(url, {"tag": "Gift wrap"}, follow=True).content.decode()
    assert list_tags()[1] == ["gift-wrap"]
    keeper.post(re.findall(r'action="(/undo/[^"]+)"', page)[-1])
    assert list_tags()[1] == []
    keeper.post(url, {"tag": "vip"})
    assert 'value="vip"' in keeper.get("/catalog/ACME/MUG/").content.decode()
    assert keeper.post(url, {"tag": "anna@example.com"}).status_code == 422
    keeper.post(url, {"remove": "vip"})
    assert list_tags()[1] == []
    assert sign_in(associate).post(url, {"tag": "vip"}).status_code == 404
