"""The `packhaus` command, as a process of its own."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.config.commands import run
from tests.harness.cast import Place
from tests.harness.stock import PutStock, assert_clean
from tests.orders.drafts import make_draft


def test_without_a_command_it_lists_them(committed: dict[str, str]) -> None:
    done = run(committed)
    assert done.returncode == 0
    assert "upkeep" in done.stdout


def test_an_unknown_command_is_refused(committed: dict[str, str]) -> None:
    assert run(committed, "chekc").returncode == 2


def test_check_says_clean_as_json(committed: dict[str, str]) -> None:
    done = run(committed, "check", "--json")
    assert (done.returncode, json.loads(done.stdout)["check"]) == (0, "clean")


def test_a_refusal_is_a_sentence_and_not_a_traceback(committed: dict[str, str]) -> None:
    done = run(committed, "create-key", "shop", "--merchant", "NOPE", "--scope", "orders:read")
    assert (done.returncode, done.stderr) == (2, "packhaus: merchant not found\n")


def test_users_and_keys_are_made_on_the_command_line(committed: dict[str, str]) -> None:
    made = run(committed, "create-user", "lead@operator.example", "--name", "Lea", "--role", "lead")
    assert made.returncode == 0, made.stderr
    assert "/invitation/" in made.stdout
    key = run(committed, "create-key", "floor", "--scope", "floor")
    assert key.stdout.startswith("ph_")


@pytest.mark.parametrize(
    "arguments", [("worker", "--one-shot"), ("upkeep", "--json"), ("migrate", "--quiet")]
)
def test_it_ends_well_when_there_is_nothing_to_do(
    committed: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = run(committed, *arguments)
    assert done.returncode == 0, done.stderr


def test_every_command_says_what_it_takes(committed: dict[str, str]) -> None:
    """Takes seconds: a process each."""
    for name in ("forget", "export-subject", "restore"):
        done = run(committed, name, "--help")
        assert (done.returncode, f"usage: packhaus {name}" in done.stdout) == (0, True), done.stderr


def test_a_shopper_is_exported_to_a_private_file_and_then_forgotten(
    committed: dict[str, str],
    acme: Merchant,
    mug: Sku,
    leeds: Place,
    stock: PutStock,
    now: datetime,
    tmp_path: Path,
) -> None:
    """Takes seconds: five processes."""
    stock(mug, leeds, 10)
    scope = Scope.merchant(acme.id)
    [placed] = place_orders(
        scope=scope, merchant_id=acme.id, drafts=[make_draft(("MUG", 2))], now=now, actor=SYSTEM
    )
    assert isinstance(placed, PlacedOrder)
    who = ("--merchant", "acme", "--email", "anna@example.com")
    target = tmp_path / "anna.json"
    assert run(committed, "export-subject", *who, "--to", str(target)).returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert "Anna" in target.read_text()
    refused = run(committed, "forget", *who)
    assert (refused.returncode, placed.number in refused.stderr) == (2, True), refused.stderr
    cancel_order(scope=scope, order_id=placed.id, now=now, actor=SYSTEM)
    done = run(committed, "forget", *who)
    assert (done.returncode, done.stdout) == (0, "1 contacts forgotten\n"), done.stderr
    again = run(committed, "export-subject", *who)
    assert (again.returncode, "nobody is known by these marks" in again.stderr) == (2, True)
    assert_clean()
