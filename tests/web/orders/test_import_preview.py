"""Somebody looks into a file before anything of it is written, and imports what was seen."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.channels.services.uploads import get_upload_folder
from packhaus.kernel import rows
from tests.channels.order_files import make_row, write_orders
from tests.web.conftest import SignIn

pytestmark = pytest.mark.usefixtures("committed", "data_dir")


@pytest.fixture
def data_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def client(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def look(client: Client, merchant: Merchant, content: bytes, kind: str = "orders") -> str:
    file = SimpleUploadedFile("orders.csv", content, content_type="text/csv")
    form = {"merchant": str(merchant.id), "kind": kind, "file": file, "do": "look"}
    return client.post(reverse("console:upload-orders"), form).content.decode()


def read_token(page: str) -> str:
    [token] = re.findall(r'name="token" value="([^"]+)"', page)
    return str(token)


def count_runs() -> int:
    with transaction(Scope.operator()):
        return int(rows.fetch_value("SELECT count(*) FROM channels_importrun"))


def write_file(folder: Path, *skus: str) -> bytes:
    orders = [make_row(f"N-{place}", sku) for place, sku in enumerate(skus)]
    return write_orders(folder / "orders.csv", orders).read_bytes()


def test_first_rows_and_problems_are_shown_and_nothing_is_written(
    client: Client, acme: Merchant, mug: Sku, tmp_path: Path
) -> None:
    page = look(client, acme, write_file(tmp_path, "MUG", "NONE", "MUG"))
    assert "3 rows were read. Nothing is written yet." in page
    assert "1 row would be refused" in page
    assert "NONE is not in the catalog" in page
    assert "<code>order_number</code>" in page
    assert count_runs() == 0
    assert len(list(get_upload_folder().iterdir())) == 1


def test_what_was_seen_is_imported_once(client: Client, acme: Merchant, mug: Sku, tmp_path: Path) -> None:
    token = read_token(look(client, acme, write_file(tmp_path, "MUG")))
    answer = client.post(reverse("console:import-seen"), {"token": token}, follow=True)
    assert "The file is here." in answer.content.decode()
    assert count_runs() == 1
    assert client.post(reverse("console:import-seen"), {"token": token}).status_code == 404
    assert client.post(reverse("console:import-seen"), {"token": "x"}).status_code == 404


def test_nobody_imports_what_somebody_else_has_seen(
    client: Client, sign_in: SignIn, admin: User, acme: Merchant, mug: Sku, tmp_path: Path
) -> None:
    token = read_token(look(client, acme, write_file(tmp_path, "MUG")))
    assert sign_in(admin).post(reverse("console:import-seen"), {"token": token}).status_code == 404
    assert count_runs() == 0


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        # A name is missing, which only this row can say.
        ("catalog", b"sku,name,weight_grams\nA,Cup,12\nB,,12\n", "is empty"),
        # Nobody has this item, and a quantity is no number.
        ("stock", b"site,location,sku,quantity\nLEEDS,A-01-01,GHOST,x\n", "GHOST is not in the catalog"),
    ],
)
def test_items_and_stock_are_looked_into_as_well(
    client: Client, acme: Merchant, kind: str, content: bytes, told: str
) -> None:
    page = look(client, acme, content, kind)
    assert "1 row would be refused" in page
    assert told in page
    assert count_runs() == 0


def test_a_file_that_cannot_be_read_is_refused_and_not_kept(client: Client, acme: Merchant) -> None:
    page = look(client, acme, b"nonsense\n1\n")
    assert "column order_number is missing" in page
    assert list(get_upload_folder().iterdir()) == []
