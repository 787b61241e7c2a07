"""A contract comes in as sheets, is looked at, published and asked for prices; mistakes stand at their cells."""

import io
import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.channels.services.rate_files import write_rate_workbook
from packhaus.shipping.queries.rate_cards import list_cards
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.web.console.rate_sample import build_sample
from tests.web.conftest import SignIn

FORM = {
    "carrier_code": "DHL", "merchant": "", "account_number": "5001-22", "name": "Contract 2026", "currency": "eur",
    "measures": "metric", "monthly_parcels": "1200", "is_in_use": "on",
}  # fmt: skip
PARCEL = {
    "origin_country": "de", "country": "DE", "postal_code": "18565", "grams": "1500", "length_mm": "400",
    "width_mm": "300", "height_mm": "200", "on": "2026-12-01", "home": "on",
}  # fmt: skip


@pytest.fixture
def client(sign_in: SignIn, admin: User, operator: Scope, now: datetime) -> Client:
    service = ServiceDraft("DHL-STD", "Standard", 31_500, "EUR", ((31_500, 500),))
    save_carriers(scope=operator, drafts=[CarrierDraft("DHL", "DHL", (service,))], now=now, actor=SYSTEM)
    return sign_in(admin)


def make_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_contract_comes_in_is_published_and_prices_a_parcel(client: Client, operator: Scope) -> None:
    assert "No rate card yet" in client.get(reverse("console:rate-cards")).content.decode()
    page = client.post(reverse("console:new-rate-card"), FORM, follow=True)
    [(url, _)] = page.redirect_chain
    [card] = list_cards(operator, on=date(2026, 12, 1))
    sample = client.get(reverse("console:rate-sample", args=[card.id, "workbook"])).content
    upload = reverse("console:upload-rates", args=[card.id])
    page = client.post(
        upload, {"file": make_file("card.xlsx", sample), "valid_from": "2026-01-01"}, follow=True
    )
    assert page.redirect_chain, re.findall("field-[^<]*</a>[^<]*", page.content.decode())
    version_url = page.redirect_chain[-1][0]
    assert "Publish" in page.content.decode()
    publish = re.findall(r'action="([^"]+/publish/)"', page.content.decode())[0]
    said = client.post(publish, follow=True).content.decode()
    assert "holds from" in said
    undo = re.findall(r'"(/undo/[^"]+)"', said)[0]
    assert "Undone" in client.post(undo, follow=True).content.decode()
    client.post(publish)
    withdrawn = client.post(f"{version_url}withdraw/", follow=True).content.decode()
    assert "no version" in withdrawn
    client.post(f"{version_url}restore/")
    told = client.get(url, PARCEL).content.decode()
    # 24 l count as 4.8 kg: 5.20 less 12.5%; home, remote and peak; no fuel after June.
    for part in ("€5.20", "-€0.65", "€0.25", "€4.00", "€0.50", "<strong>€9.30</strong>", "4.8"):
        assert part in told, part
    workbook = client.get(f"{version_url}files/workbook/").content
    sheet = load_workbook(io.BytesIO(workbook))["areas"]
    assert [cell.value for cell in sheet[2]] == ["remote", "DE", "postal", "18565", "18565"]
    assert b"remote,DE,postal,18565,18565" in client.get(f"{version_url}files/areas/").content
    fuel = make_file("fuel.csv", b"percent;from\n9,25;2026-07-01\n")
    page = client.post(upload, {"file": fuel, "kind": "fuel", "valid_from": "2026-07-01"}, follow=True)
    assert "What changes against version 1" in page.content.decode()


def test_mistakes_stand_at_their_cells_and_wrong_questions_are_said(client: Client) -> None:
    url = client.post(reverse("console:new-rate-card"), FORM).headers["Location"]
    sample = build_sample(services=["DHL-STD"], currency="EUR")
    tables = sample | {"prices": [*sample["prices"], ["DPD-STD", "x", "", "-1", "", ""]]}
    book = make_file("card.xlsx", write_rate_workbook(tables))
    page = client.post(f"{url}upload/", {"file": book, "valid_from": "2026-01-01"})
    assert page.status_code == 422
    said = page.content.decode()
    for cell in ("prices!B5", "prices!D5"):
        assert cell in said, re.findall("field-[^<]*</a>[^<]*", said)
    for file, kind in ((make_file("a.csv", b"\xff\xfe"), "fuel"), (make_file("a.csv", b"a"), "")):
        assert client.post(f"{url}upload/", {"file": file, "kind": kind}).status_code == 422
    assert client.post(f"{url}upload/", {}).status_code == 422
    same = client.post(reverse("console:new-rate-card"), FORM)
    assert same.status_code == 409


def test_a_lead_and_a_merchant_see_no_prices(sign_in: SignIn, owner: User, client: Client) -> None:
    url = client.post(reverse("console:new-rate-card"), FORM).headers["Location"]
    assert sign_in(owner).get(url).status_code == 404
