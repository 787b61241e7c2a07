"""A day at the doors as a table: half hours down, doors across, each truck once with the slots that it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from packhaus.inbound.queries.docks.appointments import AppointmentRow, ClosedSlotRow
from packhaus.inbound.queries.docks.dock import DockDay, DoorRow
from packhaus.inbound.queries.docks.pick_ups import PickUpRow
from packhaus.inbound.states import MOVABLE


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck as drawn, by the first delivery that it brings; `status` is late where somebody must act."""

    row: AppointmentRow
    status: str
    is_movable: bool

    @property
    def besides(self) -> int:
        """How many deliveries come with the first."""
        return len(self.row.comes_with)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A door for one slot, or for the slots of a truck; `kind` is free, past, truck, pickup or closed."""

    kind: str
    door: DoorRow
    span: int = 1
    truck: Truck | None = None
    closed: ClosedSlotRow | None = None
    pick_up: PickUpRow | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A slot of the day with the cells that begin in it."""

    starts_at: datetime
    iso: str
    label: str
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table, and the trucks that stand outside of the hours."""

    doors: list[DoorRow]
    rows: list[GridRow]
    others: list[Truck]


def draw_truck(row: AppointmentRow) -> Truck:
    """Return a truck as drawn."""
    return Truck(row, "late" if row.is_late else row.status, row.status in MOVABLE)


def list_trucks(rows: Sequence[AppointmentRow]) -> list[AppointmentRow]:
    """Return the first delivery of each truck, in the order given."""
    return list({row.slot_id: row for row in reversed(rows)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Takers:
    """What takes the doors of a day: trucks that are unloaded, carriers' trucks, and whoever closed a door."""

    trucks: Sequence[AppointmentRow]
    pick_ups: Sequence[PickUpRow]
    closed: Sequence[ClosedSlotRow]


def build_grid(dock: DockDay, takers: Takers, now: datetime) -> Grid:
    """Lay the trucks of a day and the doors that are closed out over its slots."""
    trucks = takers.trucks
    used = {row.door_id for row in trucks} | {one.door_id for one in takers.pick_ups}
    doors = [door for door in dock.doors if door.is_active or door.id in used]
    columns = {door.id: _list_cells(dock, door, takers, now) for door in doors}
    zone = ZoneInfo(dock.zone)
    rows = [
        GridRow(
            starts_at,
            starts_at.isoformat(),
            f"{starts_at.astimezone(zone):%H:%M}",
            [cell for door in doors if (cell := columns[door.id][place])],
        )
        for place, starts_at in enumerate(dock.starts)
    ]
    shown = {
        cell.truck.row.id for cells in columns.values() for cell in cells if cell is not None and cell.truck
    }
    return Grid(doors, rows, [draw_truck(row) for row in trucks if row.id not in shown])


def _list_cells(dock: DockDay, door: DoorRow, takers: Takers, now: datetime) -> list[GridCell | None]:
    """Return a door's cell in each row; nothing where a truck of a row above still stands."""
    cells: list[GridCell | None] = []
    standing = 0
    for place, starts_at in enumerate(dock.starts):
        if standing:
            standing -= 1
            cells.append(None)
            continue
        cell = _find_cell(dock, door, takers, place)
        kind = "past" if starts_at + dock.slot <= now else "free"
        cells.append(cell or GridCell(kind, door))
        standing = cell.span - 1 if cell else 0
    return cells


def _find_cell(dock: DockDay, door: DoorRow, takers: Takers, place: int) -> GridCell | None:
    starts_at = dock.starts[place]
    for row in takers.trucks:
        if row.door_id == door.id and _meets(row.starts_at, row.ends_at, starts_at, dock.slot):
            return GridCell("truck", door, _count_rows(dock, place, row.ends_at), truck=draw_truck(row))
    for stop in takers.pick_ups:
        if stop.door_id == door.id and _meets(stop.starts_at, stop.ends_at, starts_at, dock.slot):
            return GridCell("pickup", door, _count_rows(dock, place, stop.ends_at), pick_up=stop)
    for one in takers.closed:
        if one.door_id == door.id and _meets(one.starts_at, one.ends_at, starts_at, dock.slot):
            return GridCell("closed", door, _count_rows(dock, place, one.ends_at), closed=one)
    return None


def _meets(since: datetime, until: datetime, starts_at: datetime, slot: timedelta) -> bool:
    return since < starts_at + slot and starts_at < until


def _count_rows(dock: DockDay, place: int, ends_at: datetime) -> int:
    return max(1, sum(starts_at < ends_at for starts_at in dock.starts[place:]))
