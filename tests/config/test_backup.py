"""Backup, wreck, restore: everything is there again, and what would be lost is refused first."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.backup.errors import BackupFailed, DatabaseHoldsData, NoBackup, TargetExists
from packhaus.config.backup.moment import hold_moment
from packhaus.config.backup.restore import restore_backup
from packhaus.config.backup.take import choose_path, take_backup, verify_backup
from packhaus.insight.queries.last_runs import list_last_runs
from packhaus.journal.services import subscribers
from packhaus.journal.services.rebase import rebase_journal
from packhaus.journal.types import EntryRow, Subscriber
from packhaus.kernel.postgres import Addresses, ensure_server, remove_server
from packhaus.orders.services.place import place_orders
from tests.config.commands import run
from tests.harness.cast import Place
from tests.harness.stock import PutStock, assert_clean
from tests.orders.drafts import make_draft

WAITING = "0199c6b0-0000-7000-8000-000000000001"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def addresses(committed: dict[str, str]) -> Addresses:
    return Addresses(committed["DATABASE_URL"], committed["DATABASE_OWNER_URL"])


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "uploads").mkdir(parents=True)
    (folder / "secret_key").write_text("the key")
    (folder / "uploads" / f"{WAITING}.csv").write_text("a,b")
    (folder / "uploads" / "failed-long-ago.csv").write_text("of no use")
    return folder


@pytest.fixture
def filled(
    addresses: Addresses, mug: Sku, leeds: Place, stock: PutStock, acme: Merchant, now: datetime
) -> Addresses:
    stock(mug, leeds, 10)
    place(acme, "A-1", now)
    return addresses


def place(merchant: Merchant, number: str, now: datetime) -> None:
    scope = Scope.merchant(merchant.id)
    place_orders(
        scope=scope,
        merchant_id=merchant.id,
        drafts=[make_draft(("MUG", 2), number=number)],
        now=now,
        actor=SYSTEM,
    )


def count(addresses: Addresses) -> dict[str, int]:
    with hold_moment(addresses.owner_url) as moment:
        return moment.counts | {"insight_lastrun": 0}  # the restore notes its own check


def back_up(addresses: Addresses, data_dir: Path, path: Path, *, keep: int | None = None) -> Path:
    return take_backup(addresses=addresses, data_dir=data_dir, path=path, keep=keep, now=NOW).path


def restore(addresses: Addresses, data_dir: Path, path: Path, *, force: bool = True) -> list[str]:
    connections.close_all()
    return restore_backup(
        addresses=addresses, data_dir=data_dir, path=path, force=force, check=True
    ).differences


def test_what_was_wrecked_is_there_again(filled: Addresses, data_dir: Path, tmp_path: Path) -> None:
    """Takes seconds: migrations and the check run in a process of their own."""
    with psycopg.connect(filled.owner_url) as owner:
        owner.execute(
            "INSERT INTO channels_importrun (id, merchant_id, kind, file_name, file_sha256, state, next_line, rows, "
            "taken, repeated, rejected, started_at, line_count, problem) "
            "SELECT %s, id, 'orders', 'a.csv', '', 'queued', 1, 0, 0, 0, 0, now(), 0, '' FROM access_merchant LIMIT 1",
            [WAITING],
        )
    before = count(filled)
    path = back_up(filled, data_dir, tmp_path / "one.zip")
    with psycopg.connect(filled.owner_url) as wrecker:
        wrecker.execute("DROP TABLE orders_orderline CASCADE")
        wrecker.execute("UPDATE inventory_balance SET on_hand = on_hand + 1")
    shutil.rmtree(data_dir)
    assert restore(filled, data_dir, path) == []
    assert count(filled) == before
    assert (data_dir / "secret_key").read_text() == "the key"
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (data_dir / "uploads").iterdir()] == [f"{WAITING}.csv"]
    assert_clean()
    with transaction(Scope.merchant()), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders_order")
        assert cursor.fetchone() == (0,), "row-level security came back too"


def test_a_database_that_holds_data_is_not_replaced_without_force(
    filled: Addresses, data_dir: Path, tmp_path: Path
) -> None:
    path = back_up(filled, data_dir, tmp_path / "one.zip")
    before = count(filled)
    with pytest.raises(DatabaseHoldsData, match="--force"):
        restore(filled, data_dir, path, force=False)
    assert count(filled) == before


def test_a_damaged_file_changes_nothing(filled: Addresses, data_dir: Path, tmp_path: Path) -> None:
    path = back_up(filled, data_dir, tmp_path / "one.zip")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)
    before = count(filled)
    with pytest.raises((NoBackup, BackupFailed)):
        restore(filled, data_dir, path)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(NoBackup, match="cut off or damaged"):
        restore(filled, data_dir, path)
    assert count(filled) == before
    with pytest.raises(NoBackup, match="there is no file"):
        restore(filled, data_dir, tmp_path / "none.zip")


def test_a_backup_of_a_newer_version_is_refused(filled: Addresses, data_dir: Path, tmp_path: Path) -> None:
    path = back_up(filled, data_dir, tmp_path / "one.zip")
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"orders.0001_initial", b"orders.9999_initial"))
    with pytest.raises(NoBackup, match="install that version first"):
        restore(filled, data_dir, newer)


def test_a_backup_that_does_not_add_up_is_told(filled: Addresses, data_dir: Path, tmp_path: Path) -> None:
    """Takes seconds: migrations and the check run in a process of their own."""
    with psycopg.connect(filled.owner_url) as wrecker:
        wrecker.execute("UPDATE inventory_balance SET on_hand = on_hand + 1")
    path = back_up(filled, data_dir, tmp_path / "one.zip")
    assert verify_backup(addresses=filled, path=path)
    with psycopg.connect(filled.owner_url) as owner:
        owner.execute("UPDATE inventory_balance SET on_hand = on_hand - 1")


def test_of_a_folder_the_newest_stay_and_a_cut_off_one_leaves_nothing(
    filled: Addresses, data_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = []
    for minute in range(3):
        path = choose_path(folder, now=NOW + timedelta(minutes=minute))
        made.append(back_up(filled, data_dir, path, keep=2))
    assert sorted(folder.iterdir()) == made[1:]
    with pytest.raises(TargetExists):
        choose_path(made[2], now=NOW)
    nowhere = Addresses(filled.runtime_url, filled.owner_url.replace("clone_", "missing_"))
    with pytest.raises(psycopg.OperationalError):
        back_up(nowhere, data_dir, folder / "packhaus-cut.zip")
    assert sorted(folder.iterdir()) == made[1:]


def test_the_command_verifies_and_the_last_backup_is_remembered(
    filled: Addresses, committed: dict[str, str], tmp_path: Path
) -> None:
    """Takes seconds: a process each for the command, migrations and check."""
    environment = {**committed, "PACKHAUS_DATA_DIR": str(tmp_path / "data")}
    done = run(environment, "backup", f"{tmp_path}/kept/", "--verify", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["verified"] is True
    assert Path(result["path"]).stat().st_size == result["bytes"]
    [noted] = list_last_runs(Scope.operator())
    assert (noted.kind, noted.is_good, noted.figures["verified"]) == ("backup", True, True)
    refused = run(environment, "restore", result["path"])
    assert (refused.returncode, "--force" in refused.stderr) == (2, True)


@pytest.fixture
def other_server(tmp_path: Path) -> Iterator[Addresses]:
    folder = Path(settings.DATA_DIR) / f"test-restore-{os.getpid()}"
    server = ensure_server(folder, durable=False)
    yield Addresses(server.runtime_url, server.owner_url)
    remove_server(folder)


def test_on_another_server_the_journal_goes_on_where_it_was(
    filled: Addresses, data_dir: Path, tmp_path: Path, other_server: Addresses
) -> None:
    """Takes seconds: a second server starts. Its transaction numbers are far below the first one's."""
    with psycopg.connect(filled.owner_url) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE journal_entry SET xid = '900000000'::xid8")  # as after a long life
        owner.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
        owner.execute(
            "INSERT INTO journal_subscription (name, transaction, entry, updated_at) "
            "SELECT 'read', 900000000, max(id), now() FROM journal_entry"
        )
        owner.execute(
            "INSERT INTO journal_subscription (name, transaction, entry, updated_at) VALUES ('unread', 0, 0, now())"
        )
    path = tmp_path / "one.zip"
    # Such numbers cannot be here: the backup is made, and only there is it checked.
    back_up(filled, data_dir, path)
    assert restore(other_server, data_dir, path, force=False) == []
    with psycopg.connect(other_server.owner_url) as owner:
        found = owner.execute(
            "SELECT name, transaction, entry = (SELECT max(id) FROM journal_entry) FROM journal_subscription "
            "ORDER BY name"
        ).fetchall()
        assert found == [("read", 3, True), ("unread", 3, False)]
        assert rebase_journal(owner) is False
    with psycopg.connect(filled.owner_url) as owner:
        assert rebase_journal(owner), "or the check at the end would tell"


def test_after_renumbering_every_entry_is_read_once_and_new_ones_too(
    filled: Addresses, acme: Merchant, now: datetime
) -> None:
    read: list[int] = []

    def take(entries: Sequence[EntryRow], _: datetime) -> None:
        read.extend(entry.id for entry in entries)

    reader = Subscriber("test", ("orders.placed",), take)
    subscribers.ensure_subscriptions([reader])
    with psycopg.connect(filled.owner_url) as owner:
        kinds = tuple(row[0] for row in owner.execute("SELECT DISTINCT kind FROM journal_entry"))
    reader = Subscriber("test", kinds, take)
    subscribers.drain([reader], now=now)
    known = len(read)
    assert known
    with psycopg.connect(filled.owner_url) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE journal_entry SET xid = '900000000'::xid8")
        owner.execute("UPDATE journal_subscription SET transaction = 900000000")
        owner.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
    place(acme, "A-2", now)
    assert subscribers.drain([reader], now=now) == 0, "this is what would happen without it"
    with psycopg.connect(filled.owner_url) as owner:
        assert rebase_journal(owner)
    place(acme, "A-3", now)
    subscribers.drain([reader], now=now)
    assert len(set(read)) == len(read)
    assert len(read) > known
