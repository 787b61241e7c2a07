"""A lead announces, changes and cancels deliveries on the pages of inbound."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import AsnLineDraft, Entry
from packhaus.insight.queries.search import search
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, Drafting, announce, come, count_inbound, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]


@pytest.fixture
def as_lead(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def fill(acme: Merchant, **changes: str) -> dict[str, str]:
    usual = {
        "merchant": str(acme.id), "number": "ASN-77", "site": "LEEDS", "expected_on": "2026-12-01",
        "supplier_code": "POTTERY", "supplier_name": "Pottery Ltd", "sku_0": "MUG", "quantity_0": "60",
        "unit_0": "LPN-1", "kind_0": "pallet", "sku_3": "LAMP", "quantity_3": "5", "lot_3": "L-1",
        "expires_3": "2027-05-01",
    }  # fmt: skip
    return usual | changes


def test_a_delivery_is_announced_changed_and_cancelled(
    as_lead: Client, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku, check_clean: object
) -> None:
    page = as_lead.post("/inbound/new/all/", fill(acme), follow=True).content.decode()
    assert "ASN-77 is announced." in page
    assert "on pallet LPN-1" in page
    assert "Lot L-1 · expires 1 May 2027" in page.replace("\u202f", " ")
    assert "announced 65 units" in page
    page = as_lead.get("/inbound/ACME/ASN-77/change/").content.decode()
    assert 'value="Pottery Ltd"' in page
    changed = fill(acme, quantity_0="12", sku_3="")
    assert "changed the delivery: 12 units in 1 lines" in (
        as_lead.post("/inbound/ACME/ASN-77/change/", changed, follow=True).content.decode()
    )
    assert (count_inbound(mug), count_inbound(lamp)) == (12, 0)
    as_lead.post("/inbound/ACME/ASN-77/expect/")
    assert "Arriving" in as_lead.get("/inbound/ACME/ASN-77/").content.decode()
    assert (
        "ASN-77 is cancelled." in as_lead.post("/inbound/ACME/ASN-77/cancel/", follow=True).content.decode()
    )
    assert count_inbound(mug) == 0
    refused = as_lead.post("/inbound/ACME/ASN-77/change/", changed)
    assert (refused.status_code, "It is: Cancelled." in refused.content.decode()) == (409, True)


def test_a_delivery_is_found_by_the_number_on_the_carriers_label(
    as_lead: Client, acme: Merchant, beta_scope: Scope, leeds: Place, mug: Sku, lamp: Sku
) -> None:
    typed, printed = "1z 999aa1 0123456784", "1Z999AA10123456784"
    as_lead.post("/inbound/new/all/", fill(acme, tracking_number=typed, expected_on="2099-12-01"))
    assert f'value="{printed}"' in as_lead.get("/inbound/ACME/ASN-77/change/").content.decode()
    assert ">ASN-77</a>" in as_lead.get("/inbound/", {"q": typed}).content.decode()
    for text in (printed, "ASN-77"):
        assert as_lead.get("/search/", {"q": text}).headers["Location"] == "/inbound/ACME/ASN-77/"
    assert search(beta_scope, text=printed) == search(beta_scope, text="ASN-77") == []
    for scanned in (printed, f"42097201{printed}"):
        found = as_lead.post("/floor/receive/", {"scan": scanned})
        assert found.headers["Location"] == "/floor/receive/ACME/ASN-77/"
    assert as_lead.post("/floor/receive/", {"scan": printed[1:]}).status_code == 422


def test_a_form_with_mistakes_comes_back_with_each_at_its_field(
    as_lead: Client, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku
) -> None:
    answer = as_lead.post("/inbound/new/all/", fill(acme, sku_3="NONE", quantity_0="0"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NONE is not in the catalog" in page
    assert 'href="#field-line_3_sku"' in page
    assert 'href="#field-line_0_quantity"' in page
    assert 'value="L-1"' in page
    assert as_lead.post("/inbound/new/all/", fill(acme, sku_0="", sku_3="")).status_code == 422


def test_the_list_shows_what_is_late_today_and_expected_and_cancels_many(
    as_lead: Client, announce: Announcing, mug: Sku
) -> None:
    today: date = timezone.now().date()
    for days, number in ((-1, "A-LATE"), (0, "A-TODAY"), (5, "A-LATER")):
        announce(("MUG", 10), number=number, expected_on=today + timedelta(days=days))

    def shown(query: str) -> list[str]:
        page = as_lead.get(f"/inbound/?{query}", follow=True).content.decode()
        return [number for number in ("A-LATE", "A-TODAY", "A-LATER") if f">{number}</a>" in page]

    assert shown("") == ["A-LATE", "A-TODAY", "A-LATER"]
    assert shown("due=late") == ["A-LATE"]
    assert shown("due=today") == ["A-TODAY"]
    assert shown("q=A-LATER") == ["A-LATER"]
    file = as_lead.get("/inbound/?format=csv").getvalue().decode()
    assert file.count("A-") == 3


def test_the_list_shows_what_nobody_announced_and_what_came_otherwise(
    as_lead: Client, announce: Announcing, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    over, part = announce(("MUG", 10), number="A-OVER"), announce(("MUG", 10), number="A-PART")
    blind = open_unannounced(
        scope=operator, merchant_id=mug.merchant_id, site_id=leeds.id, number="A-BLIND", now=now, actor=SYSTEM
    )
    come(over, "MUG", 12, now)
    come(part, "MUG", 4, now)
    entry = Entry("blind", 3, "MUG")
    receive_against(scope=operator, asn_id=blind, entries=[entry], now=now, actor=SYSTEM)

    def shown(query: str) -> list[str]:
        page = as_lead.get(f"/inbound/?{query}").content.decode()
        return [number for number in ("A-OVER", "A-PART", "A-BLIND") if f">{number}</a>" in page]

    assert shown("only=unannounced") == ["A-BLIND"]
    assert shown("only=different") == ["A-OVER"]


def test_who_may_not_announce_finds_no_form(
    sign_in: SignIn, associate: User, stranger: User, announce: Announcing
) -> None:
    announce(("MUG", 1))
    at_the_dock = sign_in(associate)
    assert "Change" not in at_the_dock.get("/inbound/ACME/ASN-1/").content.decode().partition("<main")[2]
    assert at_the_dock.get("/inbound/new/all/").status_code in {403, 404}
    assert at_the_dock.post("/inbound/ACME/ASN-1/change/").status_code in {403, 404}
    assert sign_in(stranger).get("/inbound/ACME/ASN-1/").status_code == 404
    assert sign_in(stranger).post("/inbound/ACME/ASN-1/cancel/").status_code == 404


def test_changing_a_long_delivery_keeps_every_line(
    as_lead: Client, announce: Announcing, draft: Drafting, acme_scope: Scope, acme: Merchant
) -> None:
    lines = tuple(AsnLineDraft("MUG", 1, lot_code=f"L-{number}") for number in range(260))
    announce(lines=lines)
    page = as_lead.get("/inbound/ACME/ASN-1/change/").content.decode()
    sent = {name: unescape(value) for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page)}
    sent |= {"site": "LEEDS", "carrier_code": "ALBION"}
    as_lead.post("/inbound/ACME/ASN-1/change/", sent, follow=True)
    found = get_asn(scope=acme_scope, merchant_id=acme.id, number="ASN-1")
    assert (found.header.carrier_code, len(found.lines)) == ("ALBION", 260)
