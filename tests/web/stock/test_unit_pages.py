"""A pallet has a page: what it is and holds, where it has been, and what can be done with it."""

from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.move_units import move_units
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

PAGE = "/stock/units/LPN/7/"


@pytest.fixture
def pallet(stock: PutStock, mug: Sku, leeds: Place, now: datetime, operator: Scope) -> dict[str, UUID]:
    """A pallet with 5 mugs and a carton of 10, put away; its number has a slash."""
    door = leeds.locations["RECEIVING"]
    with transaction(operator):
        made = ensure_units(
            merchant_id=mug.merchant_id, location_id=door, kinds={"LPN/7": "pallet", "C-71": "carton"}
        )
    lines = [
        ReceiptLine(mug.merchant_id, mug.id, units, door, unit_id=made[code])
        for code, units in (("LPN/7", 5), ("C-71", 10))
    ]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R-1", lines=lines, now=now, actor=SYSTEM)
    for code, into in (("C-71", made["LPN/7"]), ("LPN/7", None)):
        move_units(
            scope=operator, unit_ids=[made[code]], to_location_id=leeds.locations["R-01-01"], to_unit_id=into, now=now,
            actor=SYSTEM,
        )  # fmt: skip
    return made


def test_an_associate_sees_what_is_in_it_and_where_it_has_been(
    sign_in: SignIn, associate: User, pallet: dict[str, UUID], leeds: Place
) -> None:
    client = sign_in(associate)
    page = client.get(PAGE).content.decode()
    assert "R-01-01" in page
    assert page.count("RECEIVING") >= 2
    assert "/stock/units/C-71/" in page
    assert "what=LPN%2F7&amp;site=LEEDS" in page
    assert "/stock/ACME/MUG/" not in page  # what an associate may not open is no link
    assert "Quarantine it" not in page
    listed = client.get("/stock/units/?only=stored&kind=pallet").content.decode()
    assert "LPN/7" in listed
    assert "C-71" not in listed
    inner = client.get("/stock/units/C-71/").content.decode()
    assert f'href="{PAGE}"' in inner
    place = client.get(f"/stock/locations/{leeds.locations['R-01-01']}/").content.decode()
    assert f'href="{PAGE}"' in place
    assert client.get("/stock/units/LPN-9/").status_code == 404


def test_all_it_holds_is_set_apart_and_let_go(sign_in: SignIn, lead: User, pallet: dict[str, UUID]) -> None:
    client = sign_in(lead)
    url = f"{PAGE}change/"
    assert client.post(url, {"do": "quarantine"}).status_code == 422
    told = client.post(url, {"do": "quarantine", "reason": "damage"}, follow=True).content.decode()
    assert "15 units are in quarantine." in told
    sent = {"do": "quarantine", "selected": [str(pallet["C-71"])], "reason": "other", "sure": "yes"}
    assert "Nothing in it lies" in client.post("/stock/units/", sent, follow=True).content.decode()
    client.post(url, {"do": "release"})
    with transaction(Scope.operator()):
        assert set(Balance.objects.filter(on_hand__gt=0).values_list("condition", flat=True)) == {"sellable"}


def test_it_is_found_by_its_number_also_when_it_is_gone(
    sign_in: SignIn, lead: User, finance: User, owner: User, pallet: dict[str, UUID], operator: Scope
) -> None:
    client = sign_in(lead)
    assert client.get("/search/", {"q": "c-71"}, follow=True).redirect_chain == [("/stock/units/C-71/", 302)]
    assert sign_in(finance).get("/search/", {"q": "C-71"}).status_code == 200  # found nothing they may open
    assert sign_in(owner).get("/stock/units/C-71/").status_code == 404
    client = sign_in(lead)
    with transaction(operator):
        HandlingUnit.objects.filter(id=pallet["C-71"]).update(is_open=False)
    assert "It is gone." in client.get("/stock/units/C-71/").content.decode()
