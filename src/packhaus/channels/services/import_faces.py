"""Import the pick faces of sites from a file. Columns: docs/files.md."""

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
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.outbound.services.replenish import save_faces
from packhaus.outbound.types import FaceDraft

_COLUMNS = Columns(
    known=("site", "merchant", "sku", "location", "minimum", "maximum", *IGNORED_COLUMNS),
    required=("site", "merchant", "sku", "location", "minimum", "maximum"),
)


class SiteFace(NamedTuple):
    """A pick face and the code of the site it is in."""

    site: str
    face: FaceDraft


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

    def take(records: Sequence[Record[SiteFace]]) -> list[Reject]:
        site_ids = get_site_ids(codes=[record.draft.site for record in records])
        rejects = []
        for site in dict.fromkeys(record.draft.site for record in records):
            there = [
                Record(record.line, record.draft.face) for record in records if record.draft.site == site
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
        file=RecordFile("faces", _COLUMNS, read_face, take),
    )  # fmt: skip


def _save(
    records: Sequence[Record[FaceDraft]], site_id: UUID, scope: Scope, now: datetime, actor: Actor
) -> list[Reject]:
    return save_sound(
        records,
        scope=scope,
        columns={},
        save=lambda drafts: save_faces(site_id=site_id, drafts=drafts, now=now, actor=actor),
    )


def read_face(cells: Cells) -> SiteFace:
    """Read a row of a file of pick faces."""
    return SiteFace(
        cells.read_required("site").upper(),
        FaceDraft(
            cells.read_required("merchant").upper(),
            cells.read_required("sku"),
            cells.read_required("location"),
            cells.read_whole("minimum"),
            cells.read_whole("maximum"),
        ),
    )
