"""What a site wants scanned: saved by page and API, and held by every kind of work from the next scan on."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.kernel.gs1 import read_gs1
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, get_scan_policy, list_scan_policies
from packhaus.outbound.services.save_scan_policies import save_scan_policies
from packhaus.web.floor.items import ItemFault, Wanted, judge_item
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn
from tests.web.floor.test_pick_page import HTMX, Scanner, list_tasks, read_step, snapshot

__all__ = ["announce", "draft"]
Say = Callable[[str, str, str], None]


@pytest.fixture
def say(leeds: Place, now: datetime) -> Say:
    def _say(operation: str, begins_with: str, proof: str) -> None:
        save_scan_policies(
            scope=Scope.operator(), site_id=leeds.id, site_code="LEEDS",
            policies=[ScanPolicyRow(operation, begins_with, proof)], now=now, actor=SYSTEM,
        )  # fmt: skip

    return _say


def test_the_page_saves_what_a_lead_chose_and_refuses_what_is_no_choice(
    sign_in: SignIn, lead: User, associate: User, leeds: Place
) -> None:
    desk, url = sign_in(lead), "/setup/sites/LEEDS/scanning/"
    assert sign_in(associate).get(url).status_code == 404
    form = {f"{one.operation}_begins_with": one.begins_with for one in _list(leeds)}
    form |= {f"{one.operation}_proof": "once" for one in _list(leeds)}
    assert desk.post(url, form | {"pick_proof": "each"}).status_code == 302
    assert get_scan_policy(scope=Scope.operator(), site_id=leeds.id, operation="pick").counts_each
    assert desk.post(url, form | {"receive_begins_with": "place"}).status_code == 422
    assert desk.post(url, form | {"move_proof": "never"}).status_code == 422
    assert '<option value="each" selected' in desk.get(url).content.decode()


def _list(site: Place) -> list[ScanPolicyRow]:
    return list_scan_policies(scope=Scope.operator(), site_id=site.id)


def test_picking_the_item_alone_and_each_unit(as_associate: Client, number: str, say: Say) -> None:
    say("pick", "item", "each")
    scanner = Scanner(as_associate, number)
    task = list_tasks()[0]
    assert "Scan the item" in scanner.page
    assert scanner.scan(task.sku) == 200
    assert ("1 of 2 scanned" in scanner.page, 'name="quantity"' in scanner.page) == (True, False)
    before = snapshot()
    typed = {"quantity": "2", "step_id": read_step(scanner.page)}
    refused = as_associate.post(f"{scanner.url}take/", typed, headers=HTMX)
    assert (refused.status_code, "Each unit is scanned here" in refused.content.decode()) == (422, True)
    assert scanner.scan(task.tote) == 422
    assert snapshot() == before
    assert [scanner.scan(task.sku), scanner.scan(task.tote)] == [200, 200]
    assert len(list_tasks()) == 2


@pytest.mark.parametrize(
    ("code", "lot", "proof", "units", "fault"),
    [
        ("4006381333931", "L1", "once", 1, ""),
        ("4006381333931", "L1", "lot", 0, "no_lot"),
        ("4006381333931", "", "lot", 1, ""),  # goods without a lot prove none
        ("(01)04006381333931(10)L1", "L1", "lot", 1, ""),
        ("(01)04006381333931(10)L2", "L1", "once", 0, "other_lot"),
        ("L1", "L1", "lot", 1, ""),  # the label of the lot itself
        ("L1", "L1", "once", 0, "other"),
    ],
)
def test_a_lot_is_proved_where_the_policy_asks_for_it(
    code: str, lot: str, proof: str, units: int, fault: str, mug: Sku, acme: Merchant
) -> None:
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=acme.id, sku=mug, code="4006381333931")
    found = resolve_scan(scope=Scope.operator(), site_id=None, code=code, expected=[mug.id])
    assert bool(found.gs1) == bool(read_gs1(code))
    item = judge_item(found, wanted=Wanted(mug.id, "ACME", lot), policy=ScanPolicyRow("pick", "place", proof))
    assert (item.units, item.fault) == (units, ItemFault(fault))


def test_another_merchants_item_is_no_meaning_where_goods_of_one_are_in_hand(
    mug: Sku, acme: Merchant, beta_mug: Sku
) -> None:
    """Beta calls its own item by the number that ACME's mug bears as a barcode."""
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=acme.id, sku=mug, code="4006381333931")
        Sku.objects.filter(id=beta_mug.id).update(code="4006381333931")
    scope = Scope.operator()
    alone = resolve_scan(scope=scope, site_id=None, code="4006381333931", expected=[mug.id])
    ours = resolve_scan(
        scope=scope, site_id=None, code="4006381333931", expected=[mug.id], merchant_code="ACME"
    )
    assert (alone.count_units(mug.id), ours.count_units(mug.id)) == (0, 1)


def test_receiving_counts_scans_and_asks_which_of_two_items(
    sign_in: SignIn, associate: User, announce: Announcing, mug: Sku, lamp: Sku, say: Say
) -> None:
    say("receive", "item", "each")
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="14006381333938", quantity=6)
    asn: AsnDetail = announce(("MUG", 60), ("LAMP", 5))
    gun, url = sign_in(associate), "/floor/receive/ACME/ASN-1/"
    first = gun.post(f"{url}scan/", {"scan": "4006381333931"}).headers["Location"]
    assert first == f"{url}?item=MUG&quantity=1"
    held = {"item": "MUG", "line": "0", "counted": "1"}
    more = gun.post(f"{url}scan/", held | {"scan": "14006381333938"}).headers["Location"]
    assert more == f"{url}?item=MUG&quantity=7"
    page = gun.get(more).content.decode()
    assert ('type="hidden" name="quantity" value="7"' in page, "data-number-pad" in page) == (True, False)
    other = gun.post(f"{url}scan/", held | {"counted": "7", "scan": "LAMP"})
    assert (other.status_code, "Book what you counted first" in other.content.decode()) == (422, True)
    assert asn.header.number == "ASN-1"


def test_moving_begins_with_the_place_where_the_site_says_so(
    sign_in: SignIn, associate: User, stock: PutStock, mug: Sku, leeds: Place, say: Say
) -> None:
    stock(mug, leeds, 3)
    say("move", "place", "each")
    gun = sign_in(associate)
    refused = gun.post("/floor/move/", {"scan": "MUG"})
    assert (refused.status_code, "Scan the place first" in refused.content.decode()) == (422, True)
    goods = gun.post("/floor/move/?what=A-01-01", {"scan": "MUG"}).headers["Location"]
    assert goods.endswith("&units=1")
    two = gun.post(goods, {"scan": "MUG"}).headers["Location"]
    assert two.endswith("&units=2")
    assert "A-01-02" in gun.post(two, {"scan": "A-01-02"}).content.decode()
