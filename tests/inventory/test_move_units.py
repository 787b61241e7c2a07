"""A pallet moves with the cartons on it in one scan, whatever it holds."""

from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.errors import UnitInItself, UnknownUnit
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.move_units import Moved, move_units
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel.ids import new_id
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.test_statement_counts import count_statements


@pytest.fixture
def units(stock: PutStock, mug: Sku, leeds: Place, now: datetime, operator: Scope) -> dict[str, UUID]:
    """A pallet, three cartons of 10 mugs; the cartons stand beside the pallet at receiving."""
    place = leeds.locations["RECEIVING"]
    kinds = {"PALLET": "pallet", "C-1": "carton", "C-2": "carton", "C-3": "carton"}
    with transaction(operator):
        made = ensure_units(merchant_id=mug.merchant_id, location_id=place, kinds=kinds)
    lines = [
        ReceiptLine(mug.merchant_id, mug.id, 10, place, unit_id=made[code]) for code in ("C-1", "C-2", "C-3")
    ]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R-1", lines=lines, now=now, actor=SYSTEM)
    return made


def move(
    leeds: Place, now: datetime, *ids: UUID, to: str = "R-01-01", into: UUID | None = None
) -> list[Moved]:
    return move_units(
        scope=Scope.operator(), unit_ids=ids, to_location_id=leeds.locations[to], to_unit_id=into, now=now,
        actor=SYSTEM,
    )  # fmt: skip


def list_held(place: Place, code: str) -> list[int]:
    with transaction(Scope.operator()):
        return [
            one.on_hand for one in Balance.objects.filter(location_id=place.locations[code], on_hand__gt=0)
        ]


def test_cartons_on_a_pallet_move_with_it(units: dict[str, UUID], leeds: Place, now: datetime) -> None:
    move(leeds, now, units["C-1"], units["C-2"], into=units["PALLET"])
    move(leeds, now, units["PALLET"])
    assert (list_held(leeds, "R-01-01"), list_held(leeds, "RECEIVING")) == ([10, 10], [10])
    with transaction(Scope.operator()):
        parents = dict(HandlingUnit.objects.values_list("code", "parent_id"))
        places = set(HandlingUnit.objects.exclude(code="C-3").values_list("location_id", flat=True))
    assert (parents["C-1"], parents["C-3"], parents["PALLET"]) == (units["PALLET"], None, None)
    assert places == {leeds.locations["R-01-01"]}


def test_a_carton_is_taken_off_its_pallet(units: dict[str, UUID], leeds: Place, now: datetime) -> None:
    move(leeds, now, units["C-1"], into=units["PALLET"])
    move(leeds, now, units["C-1"], to="A-01-01")
    with transaction(Scope.operator()):
        assert HandlingUnit.objects.get(code="C-1").parent_id is None
    assert list_held(leeds, "A-01-01") == [10]


def test_loose_units_are_put_onto_a_unit(
    units: dict[str, UUID], stock: PutStock, lamp: Sku, leeds: Place, now: datetime, operator: Scope
) -> None:
    stock(lamp, leeds, 8)
    with transaction(operator):
        loose = {Balance.objects.get(sku_id=lamp.id).id: 5}
    move_units(
        scope=operator,
        unit_ids=[],
        to_location_id=0,
        to_unit_id=units["PALLET"],
        loose=loose,
        now=now,
        actor=SYSTEM,
    )
    with transaction(operator):
        assert Balance.objects.get(handling_unit_id=units["PALLET"]).on_hand == 5


def test_a_unit_never_stands_in_itself(units: dict[str, UUID], leeds: Place, now: datetime) -> None:
    move(leeds, now, units["C-1"], into=units["PALLET"])
    for unit in ("PALLET", "C-1"):
        with pytest.raises(UnitInItself):
            move(leeds, now, units["PALLET"], into=units[unit])
    with pytest.raises(UnknownUnit):
        move(leeds, now, new_id())


def test_a_full_pallet_costs_as_many_statements_as_one_carton(
    units: dict[str, UUID], leeds: Place, now: datetime
) -> None:
    move(leeds, now, units["C-3"], to="R-01-01")  # reads the places once
    one = count_statements(lambda: move(leeds, now, units["C-3"], to="RECEIVING"))
    move(leeds, now, units["C-1"], units["C-2"], units["C-3"], into=units["PALLET"])
    all_of_it = count_statements(lambda: move(leeds, now, units["PALLET"]))
    assert len(all_of_it) == len(one) <= 12
