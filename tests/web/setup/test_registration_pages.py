"""An administrator writes registrations and laws down; a refusal leads to the form."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku, SkuCompliance
from packhaus.terms.errors import RegistrationNotFound
from packhaus.terms.models import GateRule, Registration
from packhaus.terms.services.registrations import accept_registrations
from tests.harness.cast import Place
from tests.web.conftest import SignIn

FIELDS = {
    "merchant": "ACME", "country": "de", "scheme": "packaging_register", "number": "DE1234567890123",
    "kept_by": "LUCID", "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


@pytest.fixture
def as_admin(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


def test_a_registration_is_written_proved_withdrawn_and_taken_back(
    as_admin: Client, acme: Merchant, operator: Scope
) -> None:
    page = as_admin.post("/setup/registrations/new/", FIELDS, follow=True).content.decode()
    assert "Add its evidence here." in page
    with transaction(operator):
        one = Registration.objects.get()
    assert (one.country, one.valid_from) == ("DE", date(2026, 1, 1))
    url = f"/setup/registrations/{one.id}/"
    file = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 proof", content_type="application/pdf")
    page = as_admin.post(f"{url}evidence/add/", {"evidence": file}, follow=True).content.decode()
    assert "The evidence is kept." in page
    assert as_admin.get(f"{url}evidence/").content == b"%PDF-1.7 proof"
    wrong = SimpleUploadedFile("proof.pdf", b"<html>", content_type="application/pdf")
    assert as_admin.post(f"{url}evidence/add/", {"evidence": wrong}).status_code == 422
    page = as_admin.post(f"{url}withdraw/", follow=True).content.decode()
    assert "Withdrawn" in page


def test_a_registration_of_a_device_needs_its_brand(
    as_admin: Client, acme: Merchant, operator: Scope
) -> None:
    refused = as_admin.post("/setup/registrations/new/", FIELDS | {"scheme": "weee"})
    assert (refused.status_code, "is needed for devices" in refused.content.decode()) == (422, True)
    with transaction(operator):
        assert not Registration.objects.exists()


def test_a_merchant_enters_what_is_missing_and_the_operator_accepts_it(
    as_admin: Client,
    sign_in: SignIn,
    owner: User,
    stranger: User,
    acme: Merchant,
    operator: Scope,
    leeds: Place,
) -> None:
    with transaction(operator):
        Merchant.objects.update(is_own=False)
    shop = sign_in(owner)
    page = shop.get("/registrations/").content.decode()
    [enter] = set(re.findall(r'href="([^"]*country=DE&amp;scheme=packaging_register[^"]*)"', page))
    assert ("BETA" in page, "all goods" in page) == (False, True)
    form = shop.get("/registrations/" + enter.replace("&amp;", "&").partition("#")[0]).content.decode()
    assert re.search(r'name="country" value="DE"', form)
    assert shop.post("/registrations/enter/", FIELDS | {"number": ""}).status_code == 422
    assert shop.post("/registrations/enter/", FIELDS | {"merchant": "BETA"}).status_code == 404
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 proof", content_type="application/pdf")
    told = shop.post("/registrations/enter/", FIELDS | {"evidence": proof}, follow=True).content.decode()
    assert ("counts from then on" in told, "To be checked" in told, enter in told) == (True, True, True)
    with transaction(operator):
        one = Registration.objects.get()
    own = f"/registrations/{one.id}/evidence/"
    assert shop.get(own).content == b"%PDF-1.7 proof"
    assert sign_in(stranger).get(own).status_code == 404
    assert shop.post(f"/setup/registrations/{one.id}/accept/").status_code == 404
    with pytest.raises(RegistrationNotFound):
        accept_registrations(scope=Scope.merchant(acme.id), ids=[one.id], now=timezone.now(), actor=SYSTEM)
    assert one.number in as_admin.get("/setup/registrations/?view=claimed").content.decode()
    page = as_admin.post(f"/setup/registrations/{one.id}/accept/", follow=True).content.decode()
    assert ("counts from now on" in page, "Accept it" in page) == (True, False)
    page = shop.get("/registrations/").content.decode()
    assert ("In force" in page, enter in page) == (True, False)
    again = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 other", content_type="application/pdf")
    shop.post(f"{own}add/", {"evidence": again})
    assert shop.get(own).content == b"%PDF-1.7 proof"  # what was accepted is the warehouse's to change


def test_laws_are_written_down_with_their_source_and_switched(
    as_admin: Client, operator: Scope, acme: Merchant
) -> None:
    rule = {
        "country": "FR", "scheme": "weee", "activity": "store", "source": "A law, article 1",
        "starts_on": "2026-01-01",
    }  # fmt: skip
    assert as_admin.post("/setup/registrations/laws/save/", rule | {"source": ""}).status_code == 422
    page = as_admin.post("/setup/registrations/laws/save/", rule, follow=True).content.decode()
    assert "A law, article 1" in page
    assert "VerpackG § 7 (7)" in page
    assert "VerpackDG § 13 (4)" in page
    as_admin.post("/setup/registrations/laws/switch/", rule)
    with transaction(operator):
        assert not GateRule.objects.get(country="FR").is_on


def test_what_laws_ask_of_an_item_is_said_on_its_page(as_admin: Client, mug: Sku, operator: Scope) -> None:
    fields = {
        "brand": "Acme", "device_class": "5", "battery_kind": "portable", "battery_grams": "24",
        "responsible_person": "Acme Ltd, 1 Mill Lane, Leeds", "warnings": "Not for children under three.",
    }  # fmt: skip
    page = as_admin.post("/catalog/ACME/MUG/laws/", fields, follow=True).content.decode()
    assert "Portable battery · 24 g" in page.replace("\u202f", " ").replace("\xa0", " ")
    with transaction(operator):
        assert SkuCompliance.objects.get().device_class == "5"
    refused = as_admin.post("/catalog/ACME/MUG/laws/", fields | {"brand": ""})
    assert refused.status_code == 422


def test_the_first_merchant_is_offered_as_our_own(as_admin: Client, operator: Scope) -> None:
    with transaction(operator):
        Merchant.objects.all().delete()
    assert 'name="is_own" checked' in as_admin.get("/setup/merchants/").content.decode()
    fields = {"code": "NEW", "name": "New", "currency": "EUR", "country": "DE", "language": "de"}
    as_admin.post("/setup/merchants/new/", fields)
    with transaction(operator):
        assert not Merchant.objects.get(code="NEW").is_own
    assert 'name="is_own" checked' not in as_admin.get("/setup/merchants/").content.decode()
