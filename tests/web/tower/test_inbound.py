"""What comes in today, with the deliveries behind each number."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry
from tests.harness.cast import Place
from tests.web.tower.conftest import read


@pytest.fixture
def deliveries(acme: Merchant, acme_scope: Scope, mug: Sku, leeds: Place, clock: datetime) -> None:
    """Two late ones, of which one is being unloaded, one today and one in three days."""
    today = clock.astimezone(ZoneInfo(leeds.site.timezone)).date()
    days = {"ASN-1": -2, "ASN-2": -1, "ASN-3": 0, "ASN-4": 3}
    drafts = [
        AsnDraft(number, leeds.id, today + timedelta(days=days[number]), (AsnLineDraft("MUG", 5),)) for number in days
    ]  # fmt: skip
    announce_asns(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=clock, actor=SYSTEM)
    late = get_asn(scope=acme_scope, merchant_id=acme.id, number="ASN-1")
    entry = Entry("1", 2, line_id=late.lines[0].id)
    receive_against(scope=Scope.operator(), asn_id=late.header.id, entries=[entry], now=clock, actor=SYSTEM)


def test_each_number_leads_to_exactly_its_deliveries(
    client: Client, lead: User, orders: list[UUID], wave: None, deliveries: None
) -> None:
    client.force_login(lead)
    card = read(client).split('id="inbound"')[1].split("</section>")[0]
    figures = [
        (unescape(url), int(count)) for url, count in re.findall(r'<dd><a href="([^"]+)">(\d+)<', card)
    ]
    assert [count for _, count in figures] == [2, 1, 1]
    for url, count in figures:
        found = re.search(r"of (\d+) rows?<", read(client, url))
        assert found is not None
        assert int(found[1]) == count
    assert "Next day with a delivery" in card


def test_a_calm_day_has_nothing_to_follow(client: Client, lead: User, orders: list[UUID], wave: None) -> None:
    client.force_login(lead)
    card = read(client).split('id="inbound"')[1].split("</section>")[0]
    assert "<dd><a" not in card
