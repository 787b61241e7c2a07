"""Import the locations of sites from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns, inspect_csv
from packhaus.channels.services.import_records import (
    IGNORED_COLUMNS,
    OPERATOR_FILES,
    Record,
    RecordFile,
    import_records,
)
from packhaus.channels.services.site_records import AtSite, save_by_site
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inventory.services.locations import LOCATION_FIELDS, LocationDraft, save_locations

_COLUMNS = Columns(
    known=(
        "site", "location", "kind", "zone", "aisle", "bay", "level", "bin", "x_mm", "y_mm", "walk_sequence",
        "max_weight_grams", "max_volume_mm3", "max_pallets", "mixing", *IGNORED_COLUMNS,
    ),
    required=("site", "location", "kind"),
)  # fmt: skip


def import_locations(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Create locations from a file, or change those with a known code. For the operator.

    Of those a column that the file has not stays as it is, an empty cell clears.
    Raises: BadFile (nothing was imported), ImportIsRunning.
    """
    columns = inspect_csv(path=path, columns=_COLUMNS, encoding=encoding).columns
    fields = [name for name in LOCATION_FIELDS if name in columns]

    def take(records: Sequence[Record[AtSite[LocationDraft]]]) -> list[Reject]:
        return save_by_site(
            records,
            scope=scope,
            columns={"code": "location"},
            save=lambda site_id, drafts: save_locations(
                scope=scope, site_id=site_id, drafts=drafts, fields=fields, now=now, actor=actor
            ),
        )

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, now=now, progress=progress, encoding=encoding,
        file=RecordFile("locations", _COLUMNS, read_location, take),
    )  # fmt: skip


def read_location(cells: Cells) -> AtSite[LocationDraft]:
    """Read a row of a location file."""
    return AtSite(
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
