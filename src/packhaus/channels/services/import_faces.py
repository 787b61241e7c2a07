"""Import the pick faces of sites from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

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
)
from packhaus.channels.services.site_records import AtSite, save_by_site
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.outbound.services.replenish import save_faces
from packhaus.outbound.types import FaceDraft

_COLUMNS = Columns(
    known=("site", "merchant", "sku", "location", "minimum", "maximum", *IGNORED_COLUMNS),
    required=("site", "merchant", "sku", "location", "minimum", "maximum"),
)


def import_faces(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Assign items to pick faces as a file says, change their bounds, or give them up. For the operator.

    Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[AtSite[FaceDraft]]]) -> list[Reject]:
        return save_by_site(
            records,
            scope=scope,
            columns={},
            save=lambda site_id, drafts: save_faces(site_id=site_id, drafts=drafts, now=now, actor=actor),
        )

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, now=now, progress=progress, encoding=encoding,
        file=RecordFile("faces", _COLUMNS, read_face, take),
    )  # fmt: skip


def read_face(cells: Cells) -> AtSite[FaceDraft]:
    """Read a row of a file of pick faces."""
    return AtSite(
        cells.read_required("site").upper(),
        FaceDraft(
            cells.read_required("merchant").upper(),
            cells.read_required("sku"),
            cells.read_required("location"),
            cells.read_whole("minimum"),
            cells.read_whole("maximum"),
        ),
    )
