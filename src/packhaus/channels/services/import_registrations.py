"""Import a merchant's registrations from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import (
    IGNORED_COLUMNS,
    Record,
    RecordFile,
    import_records,
    save_sound,
)
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.types.registrations import MOST_AT_ONCE, RegistrationDraft

COLUMNS = Columns(
    known=(
        "country", "scheme", "number", "valid_from", "valid_to", "brand", "device_class", "kept_by", *IGNORED_COLUMNS,
    ),
    required=("country", "scheme", "number", "valid_from"),
)  # fmt: skip


def import_registrations(
    *,
    scope: Scope,
    merchant_id: UUID,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
    is_queued: bool = False,
) -> ImportSummary:
    """Write a merchant's registrations down as a file says; one that is there in the same words stays.

    Emits: RegistrationWritten. Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[RegistrationDraft]]) -> list[Reject]:
        return save_sound(
            records,
            scope=scope,
            columns={},
            at_most=MOST_AT_ONCE,
            save=lambda drafts: write_registrations(
                scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor
            ),
        )

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("registrations", COLUMNS, read_registration, take),
    )  # fmt: skip


def read_registration(cells: Cells) -> RegistrationDraft:
    """Read a row of a file of registrations."""
    cells.read_required("valid_from")
    return RegistrationDraft(
        country=cells.read_required("country").upper(),
        scheme=cells.read_required("scheme").lower(),
        number=cells.read_required("number"),
        valid_from=cells.find_date("valid_from") or date.min,
        valid_to=cells.find_date("valid_to"),
        brand=cells.read_text("brand"),
        device_class=cells.read_text("device_class"),
        kept_by=cells.read_text("kept_by"),
    )
