"""Two people receive the same line at the same moment: both bookings count, one scan sent twice counts once."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry, Received
from packhaus.insight.services.check import list_differences
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place
from tests.inbound.conftest import count_inbound


@pytest.fixture
def asn_id(
    committed: dict[str, str],
    acme: Merchant,
    leeds: Place,
    mug: Sku,
    lamp: Sku,
    now: datetime,
    operator: Scope,
) -> UUID:
    lines = (AsnLineDraft("MUG", 60), AsnLineDraft("LAMP", 10))
    draft = AsnDraft("ASN-1", leeds.id, date(2026, 11, 5), lines)
    [told] = announce_asns(scope=operator, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    return told.id


def test_people_at_one_line_each_count_once(
    asn_id: UUID, acme: Merchant, operator: Scope, mug: Sku, now: datetime
) -> None:
    def book(*entries: Entry) -> list[Received]:
        return receive_against(scope=Scope.operator(), asn_id=asn_id, entries=entries, now=now, actor=SYSTEM)

    jobs: list[Callable[[], list[Received]]] = []
    for person in ("dewi", "budi"):
        for place in range(3):
            entries = (Entry(f"{person}-{place}", 5, "MUG"), Entry(f"{person}-{place}-l", 1, "LAMP"))
            jobs.append(partial(book, *entries))
    jobs += [partial(book, Entry("dewi-0", 5, "MUG")), partial(book, Entry("dewi-0", 5, "MUG"))]
    answers = run_at_once(*jobs)
    assert list_refusals(answers) == []
    found = get_asn(scope=operator, merchant_id=acme.id, number="ASN-1")
    assert [line.received for line in found.lines] == [30, 6]
    assert count_inbound(mug) == 30
    assert list_differences(limit=5) == []


def test_a_receipt_that_two_take_back_is_taken_back_once(
    asn_id: UUID, acme: Merchant, operator: Scope, now: datetime
) -> None:
    entries = [Entry("1", 60, "MUG")]
    [booked] = receive_against(scope=operator, asn_id=asn_id, entries=entries, now=now, actor=SYSTEM)

    def take_back() -> bool:
        return roll_back_receipt(scope=Scope.operator(), receipt_id=booked.id, now=now, actor=SYSTEM)

    assert sorted(map(str, run_at_once(*[take_back] * 3))) == ["False", "False", "True"]
    found = get_asn(scope=operator, merchant_id=acme.id, number="ASN-1")
    assert found.lines[0].received == 0
    assert list_differences(limit=5) == []
