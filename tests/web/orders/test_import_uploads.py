"""A file is uploaded to disk, imported by a worker, watched, stopped, gone on with; the same file twice is once."""

import io
import re
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.errors import ImportInterrupted
from packhaus.channels.services import import_orders as importing
from packhaus.channels.services import uploads
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.services.run_import import run_import
from packhaus.kernel import rows
from tests.channels.order_files import make_row, write_orders
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

pytestmark = pytest.mark.usefixtures("committed", "data_dir")


@pytest.fixture
def now() -> datetime:
    """The pages know no other moment."""
    return timezone.now()


@pytest.fixture
def data_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def stocked(mug: Sku, leeds: Place, stock: PutStock) -> Sku:
    stock(mug, leeds, 1_000)
    return mug


def write_file(folder: Path, *numbers: str, sku: str = "MUG") -> bytes:
    return write_orders(folder / "orders.csv", [make_row(number, sku) for number in numbers]).read_bytes()


def send(client: Client, merchant: Merchant, content: bytes, *, name: str = "orders.csv") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    form = {"merchant": str(merchant.id), "kind": "orders", "file": file}
    return client.post(reverse("console:upload-orders"), form, follow=True)


def read_runs() -> list[tuple[UUID, str, int, str]]:
    with transaction(Scope.operator()):
        return [
            (run_id, state, taken, problem)
            for run_id, state, taken, problem in rows.fetch_tuples(
                "SELECT id, state, taken, problem FROM channels_importrun ORDER BY started_at"
            )
        ]


def count_jobs() -> int:
    with transaction(Scope.operator()):
        return int(
            rows.fetch_value(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'channels.import_file'"
            )
        )


def work(merchant: Merchant, now: datetime, *, stops_after: int | None = None) -> None:
    """Do the queued import as a worker does; `stops_after` chunks its process has to end."""
    [(run_id, *_)] = read_runs()
    asked = iter(range(1_000_000))
    run_import(
        scope=Scope.merchant(merchant.id), run_id=run_id, merchant_id=merchant.id, now=now,
        actor=SYSTEM, should_stop=lambda: stops_after is not None and next(asked) + 1 >= stops_after,
    )  # fmt: skip


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "uploads").glob("*"))


def test_a_file_is_queued_imported_by_a_worker_and_its_rejects_come_back(
    sign_in: SignIn, lead: User, stocked: Sku, acme: Merchant, now: datetime, tmp_path: Path, data_dir: Path
) -> None:
    client = sign_in(lead)
    content = write_file(tmp_path, "A-1") + write_file(tmp_path, "A-2", sku="NONE").split(b"\n", 1)[1]
    page = send(client, acme, content).content.decode()
    assert "The file is here." in page
    assert ">Queued<" in page
    assert 'hx-trigger="tick3 from:body"' in page
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("queued", 0)]
    assert count_jobs() == 1
    work(acme, now)
    page = client.get(reverse("console:imports")).content.decode()
    assert "tick3" not in page
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("done", 1)]
    [rejects] = re.findall(r'href="(/orders/imports/[^"]+/rejects/)"', page)
    answer = client.get(rejects)
    text = b"".join(answer).decode("utf-8-sig")
    assert "NONE" in text
    assert "Anna Schmidt" in text, "the row itself comes back, ready to be corrected"
    assert 'filename="orders.rejects.csv"' in answer["Content-Disposition"]
    assert list_files(data_dir) == [f"{read_runs()[0][0]}.rejects.csv"], "the file itself is not kept"


def test_the_sample_of_items_is_queued_from_the_catalog_and_imported_by_a_worker(
    sign_in: SignIn, lead: User, acme: Merchant, now: datetime, data_dir: Path
) -> None:
    client = sign_in(lead)
    sample = client.get(reverse("console:sample-file", args=["catalog"])).content
    url = reverse("console:upload-setup", args=["catalog"])
    assert client.post(url, {}).status_code == 422
    page = client.post(url, {"file": SimpleUploadedFile("items.csv", sample)}, follow=True)
    assert page.redirect_chain == [(reverse("console:catalog"), 302)]
    assert "The file is here." in page.content.decode()
    assert list_files(data_dir) == [f"{read_runs()[0][0]}.csv"]
    work(acme, now)
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("done", 2)]


def test_an_upload_to_a_page_that_takes_none_of_its_kind_leaves_no_file(
    sign_in: SignIn, lead: User, data_dir: Path
) -> None:
    sent = {"file": SimpleUploadedFile("sites.csv", b"site,name\n")}
    url = reverse("console:upload-setup", args=["sites"])
    assert sign_in(lead).post(url, sent).status_code == 404, "sites are the administrator's"
    assert list_files(data_dir) == []


def test_the_same_file_twice_is_once(
    sign_in: SignIn, lead: User, stocked: Sku, acme: Merchant, now: datetime, tmp_path: Path, data_dir: Path
) -> None:
    client = sign_in(lead)
    content = write_file(tmp_path, "A-1")
    send(client, acme, content)
    work(acme, now)
    page = send(client, acme, content, name="again.csv").content.decode()
    assert "This file came in before; nothing was done." in page
    assert len(read_runs()) == 1
    assert count_jobs() == 1
    assert list_files(data_dir) == []


def test_a_file_that_cannot_be_read_fails_with_its_line(
    sign_in: SignIn, lead: User, acme: Merchant, now: datetime
) -> None:
    client = sign_in(lead)
    send(client, acme, b"order_number,sku\nA-1,MUG\n")
    work(acme, now)
    page = client.get(reverse("console:imports")).content.decode()
    assert ">Failed<" in page
    assert "line 1: column quantity is missing" in page


def test_one_line_without_end_fails_with_its_line_and_takes_nothing(
    sign_in: SignIn, lead: User, acme: Merchant, now: datetime
) -> None:
    send(sign_in(lead), acme, b"order_number,sku\n" + b"x" * 5_000_000)
    work(acme, now)
    [(_, state, taken, problem)] = read_runs()
    assert (state, taken) == ("failed", 0)
    assert "line 2: is longer than 65536 characters" in problem


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK_LINES", 2)


def test_what_a_worker_left_behind_is_gone_on_with(
    small_chunks: None,
    sign_in: SignIn,
    lead: User,
    stocked: Sku,
    acme: Merchant,
    now: datetime,
    tmp_path: Path,
) -> None:
    client = sign_in(lead)
    send(client, acme, write_file(tmp_path, *(f"A-{number}" for number in range(10))))
    with pytest.raises(ImportInterrupted):
        work(acme, now, stops_after=2)
    [(_, state, taken, _)] = read_runs()
    assert (state, taken) == ("running", 4)
    page = client.get(reverse("console:imports")).content.decode()
    assert "5 of 12 lines" in page
    work(acme, now)
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("done", 10)]


def test_a_stopped_import_keeps_what_was_taken_and_can_go_on(
    small_chunks: None,
    sign_in: SignIn,
    lead: User,
    stocked: Sku,
    acme: Merchant,
    now: datetime,
    tmp_path: Path,
) -> None:
    client = sign_in(lead)
    send(client, acme, write_file(tmp_path, *(f"A-{number}" for number in range(10))))
    with pytest.raises(ImportInterrupted):
        work(acme, now, stops_after=1)
    [(run_id, *_)] = read_runs()
    page = client.post(reverse("console:stop-import", args=[run_id]), follow=True).content.decode()
    assert "The import was stopped." in page
    work(acme, now)  # the job that comes too late does nothing
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("cancelled", 2)]


def test_it_goes_on_where_it_was_stopped(
    small_chunks: None,
    sign_in: SignIn,
    lead: User,
    stocked: Sku,
    acme: Merchant,
    now: datetime,
    tmp_path: Path,
) -> None:
    client = sign_in(lead)
    send(client, acme, write_file(tmp_path, *(f"A-{number}" for number in range(6))))

    def stop() -> bool:
        client.post(reverse("console:stop-import", args=[run_id]))
        return False

    [(run_id, *_)] = read_runs()
    scope = Scope.merchant(acme.id)
    run_import(
        scope=scope,
        run_id=run_id,
        merchant_id=acme.id,
        now=now,
        actor=SYSTEM,
        should_stop=stop,
    )
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("cancelled", 2)]
    client.post(reverse("console:go-on-import", args=[run_id]))
    assert count_jobs() == 2
    work(acme, now)
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("done", 6)]
    answer = client.post(reverse("console:stop-import", args=[run_id]))
    assert answer.status_code == 409


def test_by_hand_a_stopped_file_goes_on(
    sign_in: SignIn, lead: User, stocked: Sku, acme: Merchant, now: datetime, tmp_path: Path
) -> None:
    client = sign_in(lead)
    send(client, acme, write_file(tmp_path, "A-1"))
    [(run_id, *_)] = read_runs()
    client.post(reverse("console:stop-import", args=[run_id]))
    summary = import_orders(
        scope=Scope.merchant(acme.id),
        merchant_id=acme.id,
        path=tmp_path / "orders.csv",
        now=now,
        actor=SYSTEM,
    )
    assert (summary.run_id, summary.taken) == (run_id, 1)


def test_a_worker_without_the_data_folder_says_so(
    sign_in: SignIn, lead: User, acme: Merchant, now: datetime, tmp_path: Path
) -> None:
    send(sign_in(lead), acme, write_file(tmp_path, "A-1"))
    uploads.delete_upload(run_id=read_runs()[0][0])
    work(acme, now)
    assert "not in the data folder of this worker" in read_runs()[0][3]


def test_a_stranger_neither_stops_nor_reads_it(
    sign_in: SignIn, lead: User, stranger: User, acme: Merchant, tmp_path: Path
) -> None:
    send(sign_in(lead), acme, write_file(tmp_path, "A-1"))
    [(run_id, *_)] = read_runs()
    client = sign_in(stranger)
    for name in ("stop-import", "go-on-import"):
        assert client.post(reverse(f"console:{name}", args=[run_id])).status_code == 404
    assert client.get(reverse("console:import-rejects", args=[run_id])).status_code == 404
    assert read_runs()[0][1] == "queued"


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    sign_in: SignIn, lead: User, acme: Merchant, settings: Settings, data_dir: Path
) -> None:
    settings.UPLOAD_BYTES = 1_000
    answer = send(sign_in(lead), acme, b"x" * 2_000_000)
    assert answer.status_code == 413
    assert "larger than Packhaus takes" in answer.content.decode()
    assert read_runs() == []
    assert not (data_dir / "uploads").exists()


def test_who_is_not_signed_in_sends_no_large_file_anywhere(acme: Merchant, data_dir: Path) -> None:
    for name in ("console:upload-orders", "sign-in"):
        file = SimpleUploadedFile("orders.csv", b"x" * 9_000_000)
        assert Client().post(reverse(name), {"file": file}).status_code == 413


class LargeForm(io.RawIOBase):
    """A form with one file, made while it is read."""

    def __init__(self, head: bytes, length: int, tail: bytes) -> None:
        self.length = len(head) + length + len(tail)
        self._pieces = self._make(head, length, tail)
        self._rest = b""

    def _make(self, head: bytes, length: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for _ in range(length // 65_536):
            yield b"x" * 65_536
        yield tail

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def test_a_large_file_goes_to_disk_and_not_through_memory(
    sign_in: SignIn, lead: User, acme: Merchant, data_dir: Path
) -> None:
    size = 64 * 1024 * 1024
    fields = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("merchant", acme.id), ("kind", "orders"))
    )
    head = f'{fields}--edge\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\n\r\n'
    form = LargeForm(head.encode(), size, b"\r\n--edge--\r\n")
    extra: dict[str, Any] = {
        "wsgi.input": form,
        "CONTENT_LENGTH": str(form.length),
        "CONTENT_TYPE": "multipart/form-data; boundary=edge",
    }
    client = sign_in(lead)
    tracemalloc.start()
    answer = client.generic("POST", reverse("console:upload-orders"), b"", **extra)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 302, answer.content.decode()
    assert peak < size / 4
    [(run_id, *_)] = read_runs()
    assert (data_dir / "uploads" / f"{run_id}.csv").stat().st_size == size


def test_a_file_of_an_old_spreadsheet_is_refused_with_the_way_out_and_read_when_it_is_said(
    sign_in: SignIn, lead: User, stocked: Sku, acme: Merchant, now: datetime, tmp_path: Path, data_dir: Path
) -> None:
    client = sign_in(lead)
    content = write_file(tmp_path, "A-1").decode().replace("Anna Schmidt", "Änne Groß").encode("cp1252")
    send(client, acme, content)
    work(acme, now)
    [(_, state, taken, problem)] = read_runs()
    assert (state, taken) == ("failed", 0)
    assert "line 2" in problem
    assert "Windows-1252" in problem
    form = {"merchant": str(acme.id), "kind": "orders", "encoding": "cp1252"}
    client.post(reverse("console:upload-orders"), form | {"file": SimpleUploadedFile("orders.csv", content)})
    work(acme, now)
    assert [(state, taken) for _, state, taken, _ in read_runs()] == [("done", 1)]
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT name FROM parties_contact") == "Änne Groß"


def test_an_encoding_that_nobody_reads_is_refused(
    sign_in: SignIn, lead: User, stocked: Sku, acme: Merchant, tmp_path: Path, data_dir: Path
) -> None:
    form = {"merchant": str(acme.id), "kind": "orders", "encoding": "morse"}
    file = SimpleUploadedFile("orders.csv", write_file(tmp_path, "A-1"))
    assert sign_in(lead).post(reverse("console:upload-orders"), form | {"file": file}).status_code == 422
    assert read_runs() == []
    assert list_files(data_dir) == []
