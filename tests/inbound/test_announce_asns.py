"""Deliveries are announced, changed and cancelled; what sites expect follows."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import AsnNotFound, AsnNumberTaken, AsnUnderWay
from packhaus.inbound.models import Asn, AsnLine
from packhaus.inbound.queries.list_asns import AsnFilter, get_asn, list_asns
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.cancel import cancel_asns, expect_arrivals
from packhaus.inbound.services.change import change_asn
from packhaus.inbound.types import AsnLineDraft
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.states import IllegalTransition
from packhaus.parties.models import Company
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, Drafting, count_inbound

SSCC = "340123450000000017"


def test_what_is_announced_is_expected_at_its_site(
    announce: Announcing, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 3)
    told = announce(("MUG", 60), ("LAMP", 5), supplier_code="POTTERY", supplier_name="Pottery Ltd")
    assert (told.header.status, told.header.supplier_name, told.header.expected) == (
        "announced", "Pottery Ltd", 65,
    )  # fmt: skip
    assert [(line.sku_code, line.expected) for line in told.lines] == [("MUG", 60), ("LAMP", 5)]
    assert (count_inbound(mug), count_inbound(lamp)) == (60, 5)


def test_twice_is_once_and_another_delivery_needs_another_number(
    announce: Announcing, draft: Drafting, acme: Merchant, acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    announce(("MUG", 60))
    assert announce(("MUG", 60)).header.expected == 60
    with pytest.raises(AsnNumberTaken) as refused:
        announce(("MUG", 61))
    assert refused.value.data["numbers"] == ["ASN-1"]
    [again, new] = announce_asns(
        scope=acme_scope, merchant_id=acme.id, now=now, actor=SYSTEM,
        drafts=[draft(("MUG", 60)), draft(("MUG", 1), number="ASN-2")],
    )  # fmt: skip
    assert (again.is_new, new.is_new) == (False, True)
    assert count_inbound(mug) == 61


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(
    announce: Announcing, acme: Merchant, operator: Scope
) -> None:
    lines = (
        AsnLineDraft("MUG", 0),
        AsnLineDraft("NONE", 1),
        AsnLineDraft("LAMP", 1, unit_code="340123450000000018"),
        AsnLineDraft("LAMP", 1, unit_code=SSCC),
        AsnLineDraft("LAMP", 2, unit_code=SSCC),
    )
    with pytest.raises(Invalid) as refused:
        announce(lines=lines, number=" ")
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("asns.0.number", "required"),
        ("asns.0.lines.0.quantity", "range"),
        ("asns.0.lines.1.sku", "unknown_sku"),
        ("asns.0.lines.2.unit", "check_digit"),
        ("asns.0.lines.4.sku", "repeated"),
    ]
    with transaction(operator):
        assert (Asn.objects.count(), AsnLine.objects.count(), Company.objects.count()) == (0, 0, 0)


def test_a_change_before_arrival_moves_what_is_expected(
    announce: Announcing, draft: Drafting, acme: Merchant, acme_scope: Scope, mug: Sku, lamp: Sku, now: datetime
) -> None:  # fmt: skip
    known = announce(("MUG", 60), ("LAMP", 5))
    to = draft(("MUG", 12), expected_on=date(2026, 11, 9), number="other")

    def change() -> bool:
        return change_asn(
            scope=acme_scope, merchant_id=acme.id, asn_id=known.header.id, draft=to, now=now, actor=SYSTEM
        )

    assert (change(), change()) == (True, False)
    told = get_asn(scope=acme_scope, merchant_id=acme.id, number="ASN-1")
    assert (told.header.expected_on, told.header.expected) == (date(2026, 11, 9), 12)
    assert (count_inbound(mug), count_inbound(lamp)) == (12, 0)
    cancel_asns(scope=acme_scope, asn_ids=[known.header.id], now=now, actor=SYSTEM)
    with pytest.raises(AsnUnderWay):
        change()


def test_what_is_cancelled_is_expected_no_more_and_cancelled_once(
    announce: Announcing, acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    ids = [announce(("MUG", units), number=f"ASN-{units}").header.id for units in (60, 7)]
    expect_arrivals(scope=acme_scope, asn_ids=ids[:1], now=now, actor=SYSTEM)
    cancel_asns(scope=acme_scope, asn_ids=ids, now=now, actor=SYSTEM)
    assert count_inbound(mug) == 0
    with pytest.raises(IllegalTransition):
        cancel_asns(scope=acme_scope, asn_ids=ids, now=now, actor=SYSTEM)


def test_a_stranger_finds_nothing_and_changes_nothing(
    announce: Announcing, draft: Drafting, beta: Merchant, beta_scope: Scope, beta_mug: Sku, mug: Sku, now: datetime
) -> None:  # fmt: skip
    known = announce(("MUG", 60), supplier_code="POTTERY")
    with pytest.raises(AsnNotFound):
        get_asn(scope=beta_scope, merchant_id=known.header.merchant_id, number="ASN-1")
    assert list_asns(scope=beta_scope, chosen=AsnFilter(), page=PageOf()).rows == []
    for deed in (cancel_asns, expect_arrivals):
        with pytest.raises(AsnNotFound):
            deed(scope=beta_scope, asn_ids=[known.header.id], now=now, actor=SYSTEM)
    with pytest.raises(AsnNotFound):
        change_asn(
            scope=beta_scope, merchant_id=beta.id, asn_id=known.header.id, draft=draft(("MUG", 1)), now=now,
            actor=SYSTEM,
        )  # fmt: skip
    # The same number and supplier's code are the stranger's to use.
    announce_asns(
        scope=beta_scope, merchant_id=beta.id, drafts=[replace(draft(("MUG", 1)), supplier_code="POTTERY")], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    assert (count_inbound(mug), count_inbound(beta_mug)) == (60, 1)


@pytest.mark.parametrize("deliveries", [1, 20])
def test_announcing_costs_the_same_however_many_deliveries(
    draft: Drafting, acme: Merchant, acme_scope: Scope, now: datetime, check_clean: object, deliveries: int
) -> None:
    drafts = [
        draft(("MUG", 2), ("LAMP", 3), number=f"A-{number}", supplier_code="POTTERY")
        for number in range(deliveries)
    ]
    with CaptureQueriesContext(connection) as captured:
        announce_asns(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    texts = [query["sql"].strip() for query in captured.captured_queries]
    assert len([text for text in texts if "SAVEPOINT" not in text]) == 7, texts


def test_the_list_narrows_by_day_status_and_how_numbers_begin(
    announce: Announcing, acme_scope: Scope, now: datetime
) -> None:
    announce(("MUG", 1), number="A-1", expected_on=date(2026, 11, 9))
    announce(("MUG", 1), number="A-2", supplier_code="POTTERY")
    late = announce(("MUG", 1), number="B-1", expected_on=date(2026, 11, 1))
    cancel_asns(scope=acme_scope, asn_ids=[late.header.id], now=now, actor=SYSTEM)

    def find(**chosen: object) -> list[str]:
        page = list_asns(scope=acme_scope, chosen=AsnFilter(**chosen), page=PageOf())  # type: ignore[arg-type]
        return [row.number for row in page.rows]

    assert find() == ["B-1", "A-2", "A-1"]
    assert find(number="A-") == ["A-2", "A-1"]
    assert find(statuses=["cancelled"]) == ["B-1"]
    assert find(supplier="POTTERY") == ["A-2"]
    assert find(from_on=date(2026, 11, 2), to_on=date(2026, 11, 8)) == ["A-2"]
