"""Import how much places can hold. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns, inspect_csv
from packhaus.channels.services.import_records import (
    IGNORED_COLUMNS,
    OPERATOR_FILES,
    Record,
    RecordFile,
    import_records,
    save_sound,
)
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inventory.queries.location_ids import get_location_ids
from packhaus.inventory.services.capacity import CAPACITY_FIELDS, CapacityDraft, set_capacity
from packhaus.network.queries.site_ids import get_site_ids

_COLUMNS = Columns(
    known=("site", "location", *CAPACITY_FIELDS, *IGNORED_COLUMNS), required=("site", "location")
)


class PlaceCapacity(NamedTuple):
    """What a file says of a location."""

    site: str
    location: str
    max_volume_mm3: int | None
    max_weight_grams: int | None
    max_pallets: int | None
    mixing: str


def import_capacity(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Set how much known locations hold; a column that the file has not stays as it is. For the operator.

    Raises: BadFile (nothing was imported), ImportIsRunning.
    """
    columns = inspect_csv(path=path, columns=_COLUMNS, encoding=encoding).columns
    fields = [name for name in CAPACITY_FIELDS if name in columns]

    def take(records: Sequence[Record[PlaceCapacity]]) -> list[Reject]:
        found, rejects = _find(records, scope)
        return rejects + save_sound(
            found,
            scope=scope,
            columns={},
            save=lambda drafts: set_capacity(scope=scope, drafts=drafts, fields=fields, now=now, actor=actor),
        )

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, now=now, progress=progress, encoding=encoding,
        file=RecordFile("capacity", _COLUMNS, read_capacity, take),
    )  # fmt: skip


def _find(
    records: Sequence[Record[PlaceCapacity]], scope: Scope
) -> tuple[list[Record[CapacityDraft]], list[Reject]]:
    """Return the records with their locations; of two rows about one place the second is refused."""
    site_ids = get_site_ids(codes=[record.draft.site for record in records])
    places = {
        (site_ids[record.draft.site], record.draft.location)
        for record in records
        if record.draft.site in site_ids
    }
    with transaction(scope):
        known = get_location_ids(places=places)
    found: dict[int, Record[CapacityDraft]] = {}
    rejects = []
    for line, draft in records:
        site_id = site_ids.get(draft.site)
        place = known.get((site_id, draft.location)) if site_id else None
        if site_id is None:
            rejects.append(Reject(line, "site", "unknown_site", f"there is no site {draft.site}"))
        elif place is None:
            told = f"{draft.site} has no location {draft.location}"
            rejects.append(Reject(line, "location", "unknown_location", told))
        elif place.id in found:
            rejects.append(Reject(line, "location", "repeated", f"{draft.location} stands twice"))
        else:
            found[place.id] = Record(line, CapacityDraft(place.id, *draft[2:]))
    return list(found.values()), rejects


def read_capacity(cells: Cells) -> PlaceCapacity:
    """Read a row of a file of capacities."""
    return PlaceCapacity(
        cells.read_required("site").upper(),
        cells.read_required("location"),
        cells.find_whole("max_volume_mm3"),
        cells.find_whole("max_weight_grams"),
        cells.find_whole("max_pallets"),
        cells.read_text("mixing") or "mixed",
    )
