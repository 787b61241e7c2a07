"""A lead drafts, releases, picks, sends and decides about transfers on their pages."""

import re

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.transfers.models import Transfer
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.transfers.conftest import count_stock
from tests.web.conftest import SignIn


@pytest.fixture
def as_lead(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def fill(acme: Merchant, **changes: str) -> dict[str, str]:
    usual = {
        "merchant": str(acme.id), "number": "TR-7", "from_site": "LEEDS", "to_site": "BERLIN",
        "expected_on": "2026-12-01", "title_passes": "never", "sku_0": "MUG", "quantity_0": "6",
    }  # fmt: skip
    return usual | changes


def test_a_transfer_is_drafted_released_picked_sent_and_written_off(
    as_lead: Client,
    sign_in: SignIn,
    owner: User,
    acme: Merchant,
    leeds: Place,
    berlin: Place,
    mug: Sku,
    stock: PutStock,
) -> None:
    stock(mug, leeds, 10)
    page = as_lead.post("/transfers/new/", fill(acme), follow=True).content.decode()
    assert "TR-7 is drafted." in page
    page = as_lead.post("/transfers/ACME/TR-7/release/", follow=True).content.decode()
    assert "its units are set aside" in page
    assert count_stock(mug, leeds)["held"] == 6
    assert "A-01-01" in page
    fields = dict(re.findall(r'name="(client_id|line)" value="([^"]+)"', page))
    pick = {**fields, "location": "a-01-01", "quantity": "6"}
    page = as_lead.post("/transfers/ACME/TR-7/pick/", pick, follow=True).content.decode()
    assert "Picked." in page
    page = as_lead.post("/transfers/ACME/TR-7/ship/", follow=True).content.decode()
    assert "TR-7 is on its way." in page
    assert count_stock(mug, berlin)["inbound"] == 6
    assert "/floor/receive/ACME/TR-7/" in page
    assert "TR-7" in as_lead.get("/transfers/?view=way").content.decode()
    told = sign_in(owner).get("/stock/ACME/MUG/").content.decode()
    assert "6 units from LEEDS to BERLIN" in told
    assert "/transfers/" not in told
    refused = as_lead.post("/transfers/ACME/TR-7/cancel/")
    assert (refused.status_code, "Decide whether" in refused.content.decode()) == (409, True)
    assert as_lead.post("/inbound/ACME/TR-7/cancel/").status_code == 409
    as_lead.post("/transfers/ACME/TR-7/cancel/", {"decision": "write_off"})
    page = as_lead.get("/transfers/ACME/TR-7/").content.decode()
    assert "6 lost on the way" in page
    assert count_stock(mug, berlin)["inbound"] == 0


def test_many_are_released_and_taken_back_and_differences_are_listed(
    as_lead: Client, acme: Merchant, leeds: Place, berlin: Place, mug: Sku, stock: PutStock
) -> None:
    stock(mug, leeds, 10)
    as_lead.post("/transfers/new/", fill(acme))
    as_lead.post("/transfers/new/", fill(acme, number="TR-8", quantity_0="9"))
    with transaction(Scope.operator()):
        ids = [str(id_) for id_ in Transfer.objects.values_list("id", flat=True)]
    page = as_lead.post("/transfers/", {"do": "release", "selected": ids}, follow=True).content.decode()
    assert "TR-8" in page
    assert count_stock(mug, leeds)["held"] == 6
    assert "No transfer came with differences." in as_lead.get("/transfers/?diff=any").content.decode()


def test_too_few_units_are_refused_with_who_has_them(
    as_lead: Client, acme: Merchant, leeds: Place, berlin: Place, mug: Sku, stock: PutStock
) -> None:
    stock(mug, leeds, 2)
    as_lead.post("/transfers/new/", fill(acme))
    refused = as_lead.post("/transfers/ACME/TR-7/release/")
    assert refused.status_code == 409
    assert "2 of 6 free" in refused.content.decode()


def test_a_form_with_mistakes_names_its_fields(
    as_lead: Client, acme: Merchant, leeds: Place, berlin: Place, mug: Sku
) -> None:
    wrong = fill(acme, to_site="LEEDS", sku_0="", sku_2="NONE", quantity_2="0")
    refused = as_lead.post("/transfers/new/", wrong)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "is another site than the one they leave" in text
    assert "is no item that is kept in stock" in text


def test_strangers_see_no_transfer(
    sign_in: SignIn, as_lead: Client, acme: Merchant, leeds: Place, berlin: Place, mug: Sku, stranger: User
) -> None:
    as_lead.post("/transfers/new/", fill(acme))
    assert sign_in(stranger).get("/transfers/ACME/TR-7/").status_code == 404
