"""Sites, locations, carriers, merchants and their terms: made and changed in the console."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.scope import Scope
from packhaus.inventory.models import Location
from packhaus.network.queries.get_site import get_site
from packhaus.network.queries.list_sites import list_sites
from packhaus.network.queries.site_draft import get_site_draft
from packhaus.shipping.queries.list_carriers import get_carrier
from packhaus.terms.queries.get_terms import get_terms, list_term_versions
from tests.harness.cast import Place
from tests.web.conftest import SignIn

OPERATOR = Scope.operator()
SITE = {
    "code": "ham-1", "name": "Hamburg", "kind": "warehouse", "run_by": "own", "stock_policy": "own",
    "timezone": "Europe/Berlin", "country": "de", "postal_code": "20095", "city": "Hamburg", "priority": "20",
    "weekdays": ["1", "2", "3", "4", "5", "6"], "cut_offs": "dhl 17:00\nUPS 16:30 12345\n",
}  # fmt: skip
CARRIER = {
    "code": "albion", "name": "Albion Parcel", "tracking_prefix": "AB", "tracking_url": "https://a.example/{number}",
    "service_0_code": "albion-48", "service_0_name": "Albion 48", "service_0_max_weight_grams": "20000",
    "service_0_currency": "gbp", "service_0_rank": "10", "service_0_countries": "gb ie",
    "service_0_prices": "500 2.89\n1000 3,29\n", "service_0_is_active": "on",
    "service_0_weekdays": ["1", "2", "3", "4", "5", "6"],
}  # fmt: skip
TERMS = {
    "order_policy": "ship_complete", "payment_term": "invoice", "backorder_dates": "announced",
    "backorder_limit": "50", "cart_minutes": "15",
    "retention_contact_days": "730", "retention_message_days": "365", "retention_photo_days": "365",
    "receive_over_percent": "100", "receive_under_percent": "100", "receive_shelf_life_days": "0",
    "insured_above": "0", "signed_above": "0", "ship_from": "",
    "tracking_brand": "Acme", "support_email": "",
}  # fmt: skip


@pytest.fixture
def client(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


def test_a_site_is_made_with_its_cut_offs_and_changed(client: Client) -> None:
    client.post(reverse("console:new-site"), SITE)
    made = get_site_draft(code="HAM-1")
    assert (made.country, made.working_weekdays) == ("DE", "1111110")
    assert made.latitude == pytest.approx(53.55, abs=0.2)
    assert {(cut.carrier_code, f"{cut.at:%H:%M}", len(cut.weekdays)) for cut in made.cut_offs} == {
        ("DHL", "17:00", 6), ("UPS", "16:30", 5),
    }  # fmt: skip
    page = client.get(reverse("console:edit-site", args=["HAM-1"])).content.decode()
    assert "DHL 17:00 123456" in page
    client.post(reverse("console:edit-site", args=["HAM-1"]), SITE | {"name": "Hamburg port", "cut_offs": ""})
    changed = get_site_draft(code="HAM-1")
    assert (changed.name, changed.cut_offs) == ("Hamburg port", ())
    assert Location.objects.filter(site__code="HAM-1", kind="dock").exists()


def test_a_partners_site_answers_within_the_minutes_of_its_form(client: Client) -> None:
    partner = {
        "run_by": "partner",
        "stock_policy": "feed",
        "partner_answer_minutes": "90",
        "feed_trust_margin": "3",
    }
    client.post(reverse("console:new-site"), SITE | partner)
    made = get_site_draft(code="HAM-1")
    assert (made.partner_answer_minutes, made.feed_max_age_minutes, made.feed_trust_margin) == (90, 1440, 3)
    form = client.get(reverse("console:edit-site", args=["HAM-1"])).content.decode()
    assert 'name="partner_answer_minutes" value="90"' in form
    shown = client.get(reverse("console:site", args=["HAM-1"])).content.decode()
    assert re.search(r"Answers within, minutes</dt>\s*<dd[^>]*>\s*90", shown)
    # What a form does not send stays.
    client.post(
        reverse("console:edit-site", args=["HAM-1"]), SITE | {"run_by": "partner", "stock_policy": "feed"}
    )
    assert get_site_draft(code="HAM-1").partner_answer_minutes == 90
    refused = client.post(
        reverse("console:edit-site", args=["HAM-1"]), SITE | partner | {"partner_answer_minutes": "0"}
    )
    assert refused.status_code == 422
    assert "Answers within, minutes" in refused.content.decode()
    assert get_site_draft(code="HAM-1").partner_answer_minutes == 90


@pytest.mark.parametrize(
    "damage",
    [
        {"timezone": "Mars/Olympus"},
        {"cut_offs": "DHL tea-time"},
        {"latitude": "north"},
        {"name": ""},
        {"code": "LEEDS"},
        {"stock_policy": "feed"},
    ],
)
def test_a_damaged_site_is_refused_and_nothing_is_saved(
    client: Client, leeds: Place, damage: dict[str, str]
) -> None:
    answer = client.post(reverse("console:new-site"), SITE | damage)
    assert answer.status_code == 422
    assert [site.name for site in list_sites()] == ["Leeds"]


def test_a_site_is_closed_on_public_holidays_and_for_promises(client: Client, berlin: Place) -> None:
    url = reverse("console:add-holidays", args=["BERLIN"])
    assert client.post(url, {"year": "2030", "subdivision": "XX"}).status_code == 422
    client.post(url, {"year": "2030", "subdivision": "be"})
    days = {str(row.day) for row in get_site(code="BERLIN", today=timezone.now().date()).closed_days}
    assert {"2030-01-01", "2030-03-08", "2030-10-03"} <= days
    client.post(reverse("console:site-activity", args=["BERLIN"]), {"do": "close"})
    assert not get_site(code="BERLIN", today=timezone.now().date()).site.is_active


def test_a_range_of_locations_is_made_and_walked_as_a_snake(client: Client, leeds: Place) -> None:
    url = reverse("console:add-locations", args=["LEEDS"])
    form = {
        "zone": "b", "kind": "pick_face", "aisles_first": "1", "aisles_last": "2", "bays_first": "1", "bays_last": "3",
        "levels_first": "1", "levels_last": "2", "kilograms": "120", "first_sequence": "500",
    }  # fmt: skip
    for damage in (
        {"bays_last": "0"},
        {"aisles_last": "999", "bays_last": "999"},
        {"zone": ""},
        {"kind": "dock"},
    ):
        assert client.post(url, form | damage).status_code == 422, damage
    assert not Location.objects.filter(zone="B").exists()
    client.post(url, form)
    made = list(Location.objects.filter(zone="B").order_by("walk_sequence").values_list("code", flat=True))
    assert len(made) == 12
    assert made[:2] == ["B-01-01-1", "B-01-01-2"]
    assert made[6:8] == ["B-02-03-1", "B-02-03-2"]


def test_a_carrier_is_made_and_its_prices_are_changed(client: Client) -> None:
    client.post(reverse("console:new-carrier"), CARRIER)
    [service] = get_carrier(code="ALBION").services
    assert (service.prices, service.countries) == (((500, 289), (1000, 329)), ("GB", "IE"))
    url = reverse("console:carrier", args=["ALBION"])
    assert "1000 3.29" in client.get(url).content.decode()
    for damage in (
        {"service_0_prices": "heavy 3"},
        {"service_0_prices": "500 1\n400 2"},
        {"tracking_url": "x"},
    ):
        assert client.post(url, CARRIER | damage).status_code == 422, damage
    client.post(url, CARRIER | {"service_0_prices": "2000 4.00"})
    assert get_carrier(code="ALBION").services[0].prices == ((2000, 400),)
    assert client.post(reverse("console:new-carrier"), CARRIER).status_code == 422


def test_terms_get_versions_and_the_history_stays(client: Client, acme: Merchant, admin: User) -> None:
    url = reverse("console:merchant-terms", args=["ACME"])
    client.post(url, TERMS)
    now = timezone.now()
    terms = get_terms(OPERATOR, merchant_id=acme.id, at=now)
    assert (terms.order_policy, terms.retention_contact_days, terms.tracking_brand) == (
        "ship_complete",
        730,
        "Acme",
    )
    keys = {version.key for version in list_term_versions(OPERATOR, merchant_id=acme.id)}
    assert keys == {
        "order_policy",
        "payment_term",
        "backorder_limit",
        "retention_contact_days",
        "tracking_brand",
    }
    later = (now + timedelta(days=40)).date().isoformat()
    client.post(url, TERMS | {"retention_contact_days": "60", "valid_from": later})
    assert get_terms(OPERATOR, merchant_id=acme.id, at=now).retention_contact_days == 730
    assert get_terms(OPERATOR, merchant_id=acme.id, at=now + timedelta(days=50)).retention_contact_days == 60
    page = client.get(reverse("console:merchant", args=["ACME"])).content.decode()
    assert "to come" in page
    assert admin.name in page
    for damage in (
        {"cart_minutes": "soon"},
        {"ship_from": "ATLANTIS"},
        {"order_policy": "never"},
        {"valid_from": "2020-01-01"},
    ):
        assert client.post(url, TERMS | {"cart_minutes": "20"} | damage).status_code == 422, damage


def test_a_merchant_is_changed_closed_and_opened(client: Client, acme: Merchant) -> None:
    url = reverse("console:edit-merchant", args=["ACME"])
    client.post(url, {"name": "Acme Home", "language": "de", "accent": "#0B7285"})
    changed = get_merchant_by_code(scope=OPERATOR, code="ACME")
    assert (changed.name, changed.language, changed.accent) == ("Acme Home", "de", "#0b7285")
    assert client.post(url, {"name": "", "language": "xx", "accent": "red"}).status_code == 422
    client.post(url, {"do": "close"})
    assert not get_merchant_by_code(scope=OPERATOR, code="ACME").is_active


@pytest.mark.parametrize("kind", ["sites", "locations"])
def test_a_sample_file_can_be_imported_as_it_is(client: Client, acme: Merchant, kind: str) -> None:
    if kind == "locations":
        sites = client.get(reverse("console:sample-file", args=["sites"])).content
        client.post(
            reverse("console:upload-setup", args=["sites"]), {"file": SimpleUploadedFile("s.csv", sites)}
        )
    sample = client.get(reverse("console:sample-file", args=[kind]))
    assert sample.headers["Content-Type"].startswith("text/csv")
    url = reverse("console:upload-setup", args=[kind])
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"file": SimpleUploadedFile(f"{kind}.csv", sample.content)}, follow=True)
    assert "0 rejected" in answer.content.decode()
    assert "0 taken" not in answer.content.decode()


def test_others_find_none_of_the_forms(
    lead: User, owner: User, stranger: User, leeds: Place, sign_in: SignIn, acme: Merchant
) -> None:
    urls = [reverse(f"console:{name}") for name in ("new-site", "new-carrier")]
    urls += [reverse(f"console:{name}", args=["LEEDS"]) for name in ("edit-site", "add-locations")]
    urls += [reverse(f"console:{name}", args=["ACME"]) for name in ("edit-merchant", "merchant-terms")]
    for user in (lead, owner, stranger):
        client = sign_in(user)
        for url in urls:
            assert client.get(url).status_code == 404, (user.email, url)
            assert client.post(url, SITE | CARRIER | TERMS).status_code == 404, (user.email, url)
    assert sign_in(owner).get(reverse("console:merchant", args=["ACME"])).status_code == 404
