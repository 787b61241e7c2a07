"""What carriers bill, beside what parcels were priced at: in pieces, twice, too much, too late, and given back."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.shipping.models import Parcel
from packhaus.shipping.queries.bills import BilledFilter, BillFilter, list_billed, list_bills
from packhaus.shipping.services.bills import take_bill_rows
from packhaus.shipping.services.decide_bills import decide_billed, match_again
from packhaus.shipping.types.bills import BillRowDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.conftest import Packing, Picking, Sending
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]

DAY = date(2026, 10, 31)
PRICE = 300  # the flat price of the only service of these tests


@pytest.fixture
def numbers(
    stock: PutStock, mug: Sku, leeds: Place, now: datetime, send: Sending, pick: Picking, pack: Packing,
    carriers: None, operator: Scope,
) -> list[str]:  # fmt: skip
    """Return tracking numbers of two parcels that left, and of one that is still here."""
    stock(mug, leeds, 3)
    for number in range(3):
        send(("MUG", 1), external_number=f"X-{number}")
    pick()
    packed = pack()
    dispatch_shipments(shipment_ids=[one.shipment_id for one in packed[:2]], now=now, actor=SYSTEM)
    with transaction(operator):
        found = {one.shipment_id: one.tracking_number for one in Parcel.objects.all()}
    return [found[one.shipment_id] for one in packed]


def bill(
    operator: Scope,
    now: datetime,
    number: str,
    *rows: tuple[str, str, int],
    currency: str = "GBP",
    day: date = DAY,
) -> None:
    drafts = [
        BillRowDraft("albion", number, day, currency, tracking, charge, amount)
        for tracking, charge, amount in rows
    ]
    take_bill_rows(scope=operator, drafts=drafts, now=now, actor=SYSTEM)


def read(operator: Scope, **wanted: object) -> list[tuple[str, int, int | None, str, str]]:
    found = list_billed(operator, wanted=BilledFilter(**wanted), page=PageOf(), by="bill").rows  # type: ignore[arg-type]
    return [
        (row.tracking_number, row.billed_minor, row.expected_minor, row.verdict, row.state) for row in found
    ]


def test_each_amount_is_put_beside_the_price(operator: Scope, now: datetime, numbers: list[str]) -> None:
    first, second, here = numbers
    bill(
        operator, now, "B-1", (first, "freight", 250), (first, "fuel", 50), (second, "freight", 355),
        (here, "freight", 300), ("1Z999", "freight", 400), ("", "pick-up", 2_500),
    )  # fmt: skip
    assert read(operator) == [
        ("", 2_500, None, "general", "open"),
        ("1Z999", 400, None, "unknown", "open"),
        *sorted(
            [
                (first, 300, PRICE, "agrees", "accepted"),
                (second, 355, PRICE, "over", "open"),
                (here, 300, 0, "not_sent", "open"),
            ]
        ),
    ]
    [summed] = list_bills(operator, wanted=BillFilter(state="open"), page=PageOf()).rows
    assert (summed.parcels, summed.billed_minor, summed.expected_minor, summed.over_minor) == (
        4,
        3_855,
        600,
        355,
    )
    assert (summed.unmatched, summed.open, summed.disputed) == (1, 4, 0)


def test_a_bill_may_come_twice_and_in_pieces_but_not_say_something_else(
    operator: Scope, now: datetime, numbers: list[str]
) -> None:
    first, *_ = numbers
    for _ in range(2):
        bill(operator, now, "B-1", (first, "freight", 250))
    assert read(operator) == [(first, 250, PRICE, "under", "accepted")]
    bill(operator, now, "B-1", (first, "fuel", 80))
    assert read(operator) == [(first, 330, PRICE, "over", "open")]
    for rows, said in (
        ([(first, "fuel", 90)], {}),
        ([(first, "toll", 1)], {"currency": "EUR"}),
        ([(first, "toll", 1)], {"day": DAY + timedelta(days=1)}),
        ([(first, "toll", 1), (first, "toll", 2)], {}),
        ([(first, "toll", 10**13)], {}),
    ):
        with pytest.raises(Invalid):
            bill(operator, now, "B-1", *rows, **said)
    assert read(operator) == [(first, 330, PRICE, "over", "open")]


def test_what_is_billed_again_is_too_much_and_money_back_ends_the_dispute(
    operator: Scope, now: datetime, numbers: list[str]
) -> None:
    first, *_ = numbers
    bill(operator, now, "B-1", (first, "freight", 300))
    bill(operator, now, "B-2", (first, "freight", 300))
    assert [row[3:] for row in read(operator)] == [("agrees", "accepted"), ("again", "open")]
    ids = [row.id for row in list_billed(operator, wanted=BilledFilter(state="open"), page=PageOf()).rows]
    assert (
        decide_billed(scope=operator, ids=ids, state="disputed", note="twice", now=now, actor=SYSTEM) == ids
    )
    assert decide_billed(scope=operator, ids=ids, state="disputed", now=now, actor=SYSTEM) == []
    bill(operator, now, "B-3", (first, "credit", -100))
    assert read(operator)[1][4] == "disputed"
    bill(operator, now, "B-3", (first, "rest", -200))
    assert [row[3:] for row in read(operator)] == [
        ("agrees", "accepted"), ("again", "credited"), ("credit", "accepted"),
    ]  # fmt: skip


def test_another_currency_or_carrier_compares_with_nothing_until_it_does(
    operator: Scope, now: datetime, numbers: list[str]
) -> None:
    first, second, _ = numbers
    bill(operator, now, "E-1", (first, "freight", 300), currency="EUR")
    assert read(operator) == [(first, 300, None, "unpriced", "open")]
    draft = BillRowDraft("NOBODY", "N-1", DAY, "GBP", second, "freight", 300)
    with pytest.raises(Invalid, match="NOBODY"):
        take_bill_rows(scope=operator, drafts=[draft], now=now, actor=SYSTEM)
    [row] = list_billed(operator, wanted=BilledFilter(), page=PageOf()).rows
    assert match_again(scope=operator, ids=[row.id], now=now) == [row.id]


@pytest.fixture
def client(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


def test_a_file_comes_in_and_is_decided_about_and_undone(
    client: Client, operator: Scope, now: datetime, numbers: list[str]
) -> None:
    first, second, _ = numbers
    file = (
        "carrier,bill,billed_on,currency,tracking_number,charge,amount,weight_grams\n"
        f"ALBION,77,2026-10-31,GBP,{first},freight,3.00,\n"
        f'ALBION,77,2026-10-31,GBP,{second},freight,"3,55",5000\n'
        f"ALBION,77,2026-10-31,GBP,{second},fuel,0.123,\n"
        f"NONE,77,2026-10-31,GBP,{second},fuel,0.12,\n"
    )
    url = reverse("console:upload-setup", args=["carrier-bills"])
    told = client.post(url, {"file": SimpleUploadedFile("bill.csv", file.encode())}, follow=True)
    assert "2 taken, 0 repeated, 2 rejected" in told.content.decode()
    page = client.get(reverse("console:carrier-bills"), follow=True).content.decode()
    assert "£6.55" in page
    listed = reverse("console:billed-parcels")
    bill_id = re.search(r"parcels/\?bill=([0-9a-f-]{36})", page)
    assert bill_id
    shown = client.get(f"{listed}?bill={bill_id[1]}&over=0.54").content.decode()
    assert [number in shown for number in (first, second, "5.00")] == [False, True, True]
    assert second not in client.get(f"{listed}?bill={bill_id[1]}&over=0.55").content.decode()
    [row] = list_billed(operator, wanted=BilledFilter(state="open"), page=PageOf()).rows
    asked = {"do": "dispute", "selected": [str(row.id)], "note": "we weighed 350 g"}
    done = client.post(f"{listed}?bill={bill_id[1]}", asked, follow=True).content.decode()
    assert "1 amount is disputed." in done
    assert "we weighed 350 g" in done
    [undo] = re.findall(r'action="(/undo/[^"]+)"', done)
    # Somebody else has said something since: that stays.
    decide_billed(scope=operator, ids=[row.id], state="accepted", now=now, actor=SYSTEM)
    client.post(undo)
    assert read(operator)[-1][4] == "accepted"
    decide_billed(scope=operator, ids=[row.id], state="disputed", now=now, actor=SYSTEM)
    again = client.post(listed, {"do": "accept", "selected": [str(row.id)]}, follow=True).content.decode()
    client.post(re.findall(r'action="(/undo/[^"]+)"', again)[0])
    assert read(operator, state="disputed") == [(second, 355, PRICE, "over", "disputed")]
    reopened = client.post(listed, {"do": "open", "selected": [str(row.id)]}, follow=True).content.decode()
    assert "1 amount is open again." in reopened
    assert read(operator, state="open") == [(second, 355, PRICE, "over", "open")]
    written = b"".join(client.get(f"{listed}?format=csv")).decode()
    assert "freight" in written
    assert second in written


def test_only_who_keeps_the_money_sees_bills(sign_in: SignIn, lead: User, owner: User) -> None:
    for user in (lead, owner):
        assert sign_in(user).get(reverse("console:carrier-bills")).status_code == 404
