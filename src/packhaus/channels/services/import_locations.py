"""Import the locations of sites from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import (
    IGNORED_COLUMNS,
    OPERATOR_FILES,
    Record,
    RecordFile,
    import_records,
    save_sound,
)
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inventory.services.locations import LocationDraft, save_locations
from packhaus.network.queries.site_ids import get_site_ids

_COLUMNS = Columns(
    known=(
        "site", "location", "kind", "zone", "aisle", "bay", "level", "bin", "x_mm", "y_mm", "walk_sequence",
        "max_weight_grams", "max_volume_mm3", "max_pallets", "mixing", *IGNORED_COLUMNS,
    ),
    required=("site", "location", "kind"),
)  # fmt: skip


class SiteLocation(NamedTuple):
    """A location and the code of the site it is in."""

    site: str
    location: LocationDraft


def import_locations(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Create locations from a file, or change where those with a known code lie. For the operator.

    Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[SiteLocation]]) -> list[Reject]:
        site_ids = get_site_ids(codes=[record.draft.site for record in records])
        rejects = []
        for site in dict.fromkeys(record.draft.site for record in records):
            there = [
                Record(record.line, record.draft.location) for record in records if record.draft.site == site
            ]
            if site in site_ids:
                rejects += _save(there, site_ids[site], scope, now, actor)
            else:
                rejects += [
                    Reject(record.line, "site", "unknown_site", f"there is no site {site}")
                    for record in there
                ]
        return rejects

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, now=now, progress=progress, encoding=encoding,
        file=RecordFile("locations", _COLUMNS, read_location, take),
    )  # fmt: skip


def _save(
    records: Sequence[Record[LocationDraft]], site_id: UUID, scope: Scope, now: datetime, actor: Actor
) -> list[Reject]:
    return save_sound(
        records,
        scope=scope,
        columns={"code": "location"},
        save=lambda drafts: save_locations(scope=scope, site_id=site_id, drafts=drafts, now=now, actor=actor),
    )


def read_location(cells: Cells) -> SiteLocation:
    """Read a row of a location file."""
    return SiteLocation(
        cells.read_required("site").upper(),
        LocationDraft(
            code=cells.read_required("location"),
            kind=cells.read_required("kind").lower(),
            zone=cells.read_text("zone"),
            aisle=cells.read_text("aisle"),
            bay=cells.read_text("bay"),
            level=cells.read_text("level"),
            bin=cells.read_text("bin"),
            x_mm=cells.read_whole("x_mm"),
            y_mm=cells.read_whole("y_mm"),
            walk_sequence=cells.read_whole("walk_sequence"),
            max_weight_grams=cells.find_whole("max_weight_grams"),
            max_volume_mm3=cells.find_whole("max_volume_mm3"),
            max_pallets=cells.find_whole("max_pallets"),
            mixing=cells.read_text("mixing") or "mixed",
        ),
    )
