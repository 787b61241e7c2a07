"""A merchant's people announce, watch and check what comes, and see neither bins nor people nor anybody else's."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.quality_rules import QualityRuleDraft, set_quality_rule
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, come, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]


@pytest.fixture
def shop(sign_in: SignIn, owner: User) -> Client:
    return sign_in(owner)


def test_they_dispute_what_came_and_a_lead_answers(
    shop: Client, sign_in: SignIn, stranger: User, lead: User, announce: Announcing, mug: Sku, now: datetime
) -> None:
    known = announce(("MUG", 10))
    come(known, "MUG", 8, now)
    reasons = {known.lines[0].id: "lost"}
    close_asn(
        scope=Scope.operator(), asn_id=known.header.id, reasons=reasons, is_lead=True, now=now, actor=SYSTEM
    )
    page = shop.get("/inbound/ACME/ASN-1/").content.decode()
    [url] = set(re.findall(r'action="([^"]*/differences/[^"]*)"', page))
    assert 'value="grant"' not in page
    assert shop.post(url, {"do": "dispute"}).status_code == 422
    assert shop.post(url, {"do": "grant", "reason": "found"}).status_code == 404
    assert sign_in(stranger).post(url, {"do": "accept"}).status_code == 404
    told = shop.post(url, {"do": "dispute", "reason": "sent_all"}, follow=True).content.decode()
    assert "The warehouse will answer." in told
    desk = sign_in(lead)
    asked = "1 line of a delivery is disputed by its merchant"
    assert asked in desk.get(reverse("console:tower")).content.decode()
    assert "All of it was sent" in desk.get("/inbound/differences/?view=disputed").content.decode()
    assert desk.post(url, {"do": "accept"}).status_code == 404
    row = {"do": "uphold", "reason": "counted_again", "selected": url.rsplit("/", 2)[1], "sure": "yes"}
    assert "1 difference is decided." in desk.post("/inbound/differences/", row, follow=True).content.decode()
    page = shop.get("/inbound/ACME/ASN-1/").content.decode()
    assert "Stands as booked" in page
    assert "stood by what was booked of MUG: Counted again: it is as booked" in page
    assert shop.post(url, {"do": "accept"}).status_code == 409
    file = shop.get("/inbound/differences/?view=all&format=csv").getvalue().decode()
    assert ("ASN-1" in file, "upheld" in file) == (True, True)


def test_they_announce_change_and_cancel_by_the_form(
    shop: Client, acme: Merchant, beta: Merchant, leeds: Place, mug: Sku
) -> None:
    form = shop.get("/inbound/new/all/").content.decode()
    assert ('value="LEEDS"' in form, "Beta GmbH" in form) == (True, False)
    sent = {
        "merchant": str(acme.id), "number": "OURS-1", "site": "LEEDS", "expected_on": "2027-01-05",
        "sku_0": "MUG", "quantity_0": "6",
    }  # fmt: skip
    page = shop.post("/inbound/new/all/", sent, follow=True).content.decode()
    assert "OURS-1 is announced." in page
    page = shop.get("/inbound/ACME/OURS-1/").content.decode()
    assert "Book a slot" in page
    assert "/floor/" not in page
    assert shop.post("/inbound/new/all/", sent | {"merchant": str(beta.id)}).status_code == 404
    assert "OURS-1 is changed." in (
        shop.post("/inbound/ACME/OURS-1/change/", sent | {"quantity_0": "7"}, follow=True).content.decode()
    )
    page = shop.post("/inbound/ACME/OURS-1/cancel/", follow=True).content.decode()
    assert "OURS-1 is cancelled." in page


def test_they_watch_receiving_and_quarantine_without_bins_and_people(
    shop: Client, sign_in: SignIn, stranger: User, announce: Announcing, acme: Merchant, mug: Sku, now: datetime,
    associate: User,
) -> None:  # fmt: skip
    rule = QualityRuleDraft("II", "1.0", "LAMP")
    set_quality_rule(scope=Scope.operator(), merchant_id=acme.id, draft=rule, now=now, actor=SYSTEM)
    known = announce(("MUG", 10), ("LAMP", 50), expected_on=date(2026, 11, 4))
    come(known, "MUG", 4, now)
    come(known, "MUG", 1, now, damage_reason="wet")
    entries = [Entry("x", 50, "LAMP")]
    receive_against(scope=Scope.operator(), asn_id=known.header.id, entries=entries, now=now, actor=SYSTEM)
    page = shop.get("/inbound/ACME/ASN-1/").content.decode()
    assert "damaged <b>1</b>" in page
    assert "missing <b>5</b>" in page
    assert 'name="photo"' not in page
    [part] = re.findall(r'hx-get="(\?status=receiving&(?:amp;)?version=[^"]+)"', page)
    asked = "/inbound/ACME/ASN-1/" + part.replace("&amp;", "&")
    assert shop.get(asked, headers={"HX-Request": "true"}).status_code == 204
    come(known, "MUG", 2, now)
    fresh = shop.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert ("missing <b>3</b>" in fresh, "<html" in fresh) == (True, False)
    moved = shop.get(asked.replace("=receiving", "=announced"), headers={"HX-Request": "true"})
    assert moved.headers["HX-Refresh"] == "true"
    checks = shop.get("/inbound/checks/?view=all").content.decode()
    assert "ASN-1" in checks
    file = shop.get("/inbound/checks/?view=all&format=csv").getvalue().decode()
    assert ("LAMP" in file, "RECEIVING" in file, "QUARANTINE" in file) == (True, False, False)
    home = shop.get("/portal/").content.decode()
    assert 'In quarantine</span><span class="stat-value">1</span>' in home
    other = sign_in(stranger)
    assert "ASN-1" not in other.get("/inbound/checks/?view=all").content.decode()
    assert "ASN-1" not in other.get("/inbound/?view=all").content.decode()
    assert "MUG" not in other.get("/packaging/").content.decode()
