from datetime import datetime
from importlib import import_module
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from packhaus.access.models import User
from packhaus.catalog.models import Sku
from packhaus.web.lists import definition, export
from packhaus.web.lists.headings import HEADINGS
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

# A list is known once its address is.
import_module("packhaus.web.urls")
LISTS = sorted(definition._LISTS)


def download(client: Client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200
    return b"".join(answer)


def test_a_csv_has_every_row_with_stable_keys_and_nothing_a_spreadsheet_would_run(
    sign_in: SignIn, lead: User, numbers: list[str], take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    take(make_draft(("MUG", 1), number="=1+1"))
    client = sign_in(lead)
    client.cookies["packhaus_language"] = "de"
    lines = download(client, "/orders/?format=csv").decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:5] == ["id", "merchant_id", "merchant_code", "number", "channel"]
    assert len(lines) == 7
    assert "'=1+1" in lines[1]
    assert ",false," in lines[1]
    assert len(download(client, "/orders/?format=csv&q=L-1").splitlines()) == 2


def test_a_workbook_has_real_dates_numbers_and_the_readers_words(
    sign_in: SignIn, lead: User, numbers: list[str], leeds: Place
) -> None:
    client = sign_in(lead)
    client.cookies["packhaus_language"] = "de"
    book = load_workbook(BytesIO(download(client, "/orders/?format=xlsx")))
    head, *rows = book.active.iter_rows(values_only=True)
    with translation.override("de"):
        placed, total, status = (str(HEADINGS[key]) for key in ("placed_at", "total_minor", "stage"))
    row = dict(zip(head, rows[0], strict=True))
    assert len(rows) == 5
    assert isinstance(row[placed], datetime)
    assert row[total] == 2.5
    assert row[status] == "Aufgegeben"
    assert not any(str(word) == "id" for word in head)


def test_a_workbook_of_too_many_rows_says_so_and_names_the_other_way(
    sign_in: SignIn, lead: User, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ROWS_OF_A_SHEET", 4)
    client = sign_in(lead)
    answer = client.get("/orders/?format=xlsx")
    assert answer.status_code == 409
    assert "take the CSV, which has them all" in answer.content.decode()
    assert len(download(client, "/orders/?format=csv").splitlines()) == 6


@pytest.mark.parametrize("name", LISTS)
def test_every_column_of_a_workbook_has_a_name_in_words(name: str) -> None:
    columns = export.list_people_columns(definition.find_list(name).row_type)
    assert [column for column in columns if column not in HEADINGS] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_as_both_files(
    sign_in: SignIn, admin: User, numbers: list[str], name: str, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    client = sign_in(admin)
    url = definition.find_list(name).url
    assert download(client, f"{url}?format=csv").startswith(b"\xef\xbb\xbf")
    book = load_workbook(BytesIO(download(client, f"{url}?format=xlsx")))
    assert book.active is not None
    assert book.active.max_row >= 1
