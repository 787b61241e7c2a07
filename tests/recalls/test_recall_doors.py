"""A recall from the page of a lot to its end, and by programs; a merchant sees its own."""

import re
from datetime import datetime

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Lot
from packhaus.messaging.models import Message
from packhaus.orders.types import PlacedOrder
from tests.api.conftest import Caller, fresh_process, make_caller, operation, shop
from tests.recalls.test_recalls import batch, carriers, pack, pick, place, place_one, release, sent
from tests.web.conftest import SignIn, sign_in

__all__ = [
    "batch", "carriers", "fresh_process", "make_caller", "operation", "pack", "pick", "place", "place_one", "release",
    "sent", "shop", "sign_in",
]  # fmt: skip


def test_a_lead_recalls_tells_and_ends_and_the_merchant_sees_it(
    sent: list[PlacedOrder], mug: Sku, sign_in: SignIn, lead: User, owner: User, stranger: User
) -> None:
    desk = sign_in(lead)
    with transaction(Scope.operator()):
        lot = Lot.objects.get()
    assert f"/recalls/new/?lot={lot.id}" in desk.get(f"/stock/lots/{lot.id}/").content.decode()
    form = desk.get(f"/recalls/new/?lot={lot.id}").content.decode()
    assert 'value="BAD"' in form
    asked = {
        "merchant": str(mug.merchant_id), "sku": "MUG", "lots": "BAD", "hazard": "allergen", "advice": "dispose",
        "text_de": "Enthält Senf.",
    }  # fmt: skip
    wrong = desk.post("/recalls/new/", asked | {"lots": "NONE"})
    assert (wrong.status_code, "NONE" in wrong.content.decode()) == (422, True)
    page = desk.post("/recalls/new/", asked, follow=True).content.decode()
    assert "what is here is in quarantine" in page
    assert "Take it out before it leaves" in page
    url = re.findall(r'href="(/recalls/RC-\d+/)"', desk.get("/recalls/", follow=True).content.decode())[0]
    assert "This lot is recalled" in desk.get(f"/stock/lots/{lot.id}/").content.decode()
    preview = desk.get(f"{url}tell/").content.decode()
    assert "Enthält Senf." in preview
    assert (
        "2 orders are told of. 1 shopper has no address here"
        in desk.post(f"{url}tell/", follow=True).content.decode()
    )
    with transaction(Scope.operator()):
        assert Message.objects.filter(kind="recall").count() == 1
    number = url.split("/")[-2]
    files = desk.get(f"/recalls/orders/?recall={number}&format=csv")
    assert b"unreachable" in b"".join(files)
    seen = sign_in(owner)
    assert "Who was sent it" in seen.get(url).content.decode()
    assert "Tell shoppers" not in seen.get(url).content.decode()
    assert seen.post(f"{url}tell/").status_code == 404
    assert seen.post(f"{url}end/", {"outcome": "released"}).status_code == 404
    assert sign_in(stranger).get(url).status_code == 404
    assert "has ended" in desk.post(f"{url}end/", {"outcome": "scrapped"}, follow=True).content.decode()
    with transaction(Scope.operator()):
        assert not Balance.objects.filter(condition="quarantine", on_hand__gt=0).exists()


def test_programs_recall_and_a_shop_reads_its_own(
    sent: list[PlacedOrder], operation: Caller, shop: Caller, now: datetime
) -> None:
    wanted = {
        "hazard": "fire", "advice": "send_back", "lots": [{"sku": "MUG", "lot": "BAD"}], "merchant": "ACME",
    }  # fmt: skip
    begun = operation.post("/recalls", wanted, Idempotency_Key="r-1")
    assert begun.status == 201
    assert operation.post("/recalls", wanted, Idempotency_Key="r-1").body["number"] == begun.body["number"]
    assert operation.post("/recalls", wanted | {"lots": []}).status == 422
    url = f"/recalls/{begun.body['number']}"
    assert operation.post(f"{url}/tell").body == {"orders": 3, "unreachable": 1}
    told = shop.get(f"{url}/orders", state="told").body["items"]
    assert [one["quantity"] for one in told] == [1, 2]
    back = {"order": told[1]["order_number"], "units": 2}
    assert operation.post(f"{url}/returns", back).status == 204
    assert operation.post(f"{url}/returns", back | {"units": 3}).status == 422
    assert shop.get(url).body["returned"] == 2
    assert operation.post(f"{url}/end", {"outcome": "released"}).status == 204
    assert operation.post(f"{url}/end", {"outcome": "released"}).code == "illegal_transition"
    assert shop.post("/recalls", wanted).status in {403, 404}
    assert shop.get("/recalls/RC-9").code == "recall_not_found"
