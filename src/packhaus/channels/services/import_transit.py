"""Import how long carriers' services take from a file. Columns: docs/files.md."""

from datetime import datetime
from pathlib import Path

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, import_operators
from packhaus.channels.types import ImportSummary, Progress
from packhaus.shipping.services.transit_lanes import save_lanes
from packhaus.shipping.types import TransitDraft

# `id` and `carrier` come with the list as a file; a service names its carrier.
_COLUMNS = Columns(
    known=(*TransitDraft._fields, "id", "carrier", *IGNORED_COLUMNS), required=("service", "max_days")
)


def import_transit(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Write down lanes of services; one that is known takes the file's days, what the file has not stays.

    For the operator. Raises: BadFile (nothing was imported), ImportIsRunning.
    """
    return import_operators(
        scope=scope, path=path, kind="transit-times", columns=_COLUMNS, read=read_transit,
        save=lambda drafts: save_lanes(scope=scope, drafts=drafts, now=now, actor=actor),
        now=now, progress=progress, encoding=encoding,
    )  # fmt: skip


def read_transit(cells: Cells) -> TransitDraft:
    """Read a row of a file of transit times; without `min_days` a parcel takes just `max_days`."""
    most = cells.find_whole("max_days")
    if most is None:
        cells.read_required("max_days")
    least = cells.find_whole("min_days")
    return TransitDraft(
        service=cells.read_required("service"),
        min_days=(most or 0) if least is None else least,
        max_days=most or 0,
        from_country=cells.read_text("from_country"),
        from_postal=cells.read_text("from_postal"),
        to_country=cells.read_text("to_country"),
        to_postal=cells.read_text("to_postal"),
        to_region=cells.read_text("to_region"),
    )
