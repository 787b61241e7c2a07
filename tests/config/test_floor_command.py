"""The floor from the command line: an order goes from promised to out of the door, step by step."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.cli import main
from packhaus.orders.services.place import place_orders
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.outbound.conftest import carriers

__all__ = ["carriers"]
Floor = Callable[..., Any]


@pytest.fixture
def floor(
    mug: Sku, leeds: Place, stock: PutStock, carriers: None, acme_scope: Scope, now: datetime,
    capsys: pytest.CaptureFixture[str],
) -> Floor:  # fmt: skip
    """Run a step and return its JSON; two orders wait."""
    stock(mug, leeds, 10)
    drafts = [make_draft(("MUG", units), number=number) for number, units in (("1", 3), ("2", 2))]
    place_orders(scope=acme_scope, merchant_id=mug.merchant_id, drafts=drafts, now=now, actor=SYSTEM)

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        code = main(["floor", *arguments, "--json"])
        said = capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


def test_an_order_goes_from_promised_to_out_of_the_door(floor: Floor, tmp_path: Path) -> None:
    assert floor("preview", "LEEDS")["totals"]["unit_count"] == 5
    released = floor("release", "leeds", "--totes", "2")
    assert (released["wave"]["order_count"], len(released["batches"])) == (2, 1)
    (walk,) = floor("walks", "--site", "LEEDS")
    stops = floor("walk", walk["number"], "--pdf", str(tmp_path / "walk.pdf"))
    assert sum(stop["quantity"] for stop in stops) == 5
    assert len(floor("pick", walk["number"])) == len(stops)
    assert floor("pick", walk["number"]) == []
    packed = floor("pack", "LEEDS", "--labels", str(tmp_path / "labels.pdf"))
    assert len(packed) == 2
    for name in ("walk", "labels"):
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    (row,) = floor("dock")
    left = floor("dispatch", row["site_code"], row["carrier_code"])
    assert (len(left["shipments"]), len(left["manifests"])) == (2, 1)
    paper = tmp_path / "list.pdf"
    floor("dispatch-list", left["manifests"][0], str(paper))
    assert paper.read_bytes().startswith(b"%PDF")
    assert floor("dock") == []


def test_a_file_of_scans_takes_effect_once(floor: Floor, tmp_path: Path) -> None:
    floor("release", "LEEDS")
    (walk,) = floor("walks")
    stops = floor("walk", walk["number"])
    lines = [f"{stop['task_id']},{stop['quantity']},,d-1,s-{stop['task_id']}" for stop in stops]
    path = tmp_path / "scans.csv"
    path.write_text("\n".join(["task_id,quantity,short_reason,device,client_id", *lines]))
    for is_repeat in (False, True):
        assert {one["is_repeat"] for one in floor("pick", "--scans", str(path))} == {is_repeat}


def test_a_wave_is_taken_back(floor: Floor) -> None:
    number = floor("release", "LEEDS")["wave"]["number"]
    assert floor("take-back", number) == {"fulfillments": 2}
    assert floor("preview", "LEEDS")["totals"]["order_count"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["release", "NOWHERE"], "there is no site 'NOWHERE'"),
        (["walk", "B-0"], "there is no such batch"),
        (["pick"], "name a walk, or a file with --scans"),
        (["pick", "--scans", "/nonexistent"], "/nonexistent: No such file or directory"),
        (["pack", "LEEDS"], "nothing that is picked there waits"),
        (["dispatch", "LEEDS", "DHL"], "none of these shipments"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said(
    floor: Floor, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["floor", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_every_row_of_a_file_of_scans_that_is_wrong_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scans.csv"
    path.write_text(
        "task_id,quantity,short_reason,device,client_id\nx,1,,d,1\n1,-1,,d,2\n1,1,lost,d,3\n1,1,,d,\n"
    )
    assert main(["floor", "pick", "--scans", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.strip().partition(":")[0] for line in lines[1:]] == ["line 2", "line 3", "line 4", "line 5"]
