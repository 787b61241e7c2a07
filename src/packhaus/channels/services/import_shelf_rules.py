"""Import a merchant's shelf-life rules from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.catalog.services.shelf_rules import write_rules_of_items
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
from packhaus.terms.types.shelf_rules import MOST_AT_ONCE, ShelfRuleDraft

COLUMNS = Columns(
    known=(
        "name", "days", "life_percent", "transit_days", "priority", "channel", "country", "tag", "shopper", "sku",
        "valid_from", "valid_to", *IGNORED_COLUMNS,
    ),
    required=("name", "valid_from"),
)  # fmt: skip


def import_shelf_rules(
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
    """Write a merchant's shelf-life rules down as a file says; one for the same orders from the same day stays.

    Emits: ShelfRuleWritten. Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[ShelfRuleDraft]]) -> list[Reject]:
        return save_sound(
            records,
            scope=scope,
            columns={},
            at_most=MOST_AT_ONCE,
            save=lambda drafts: write_rules_of_items(
                scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor
            ),
        )

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("shelf-rules", COLUMNS, read_shelf_rule, take),
    )  # fmt: skip


def read_shelf_rule(cells: Cells) -> ShelfRuleDraft:
    """Read a row of a file of shelf-life rules."""
    cells.read_required("valid_from")
    return ShelfRuleDraft(
        name=cells.read_required("name"),
        days=cells.read_whole("days"),
        transit_days=cells.read_whole("transit_days"),
        priority=cells.read_whole("priority") or 50,
        channel=cells.read_text("channel"),
        country=cells.read_text("country").upper(),
        tag=cells.read_text("tag"),
        shopper=cells.read_text("shopper"),
        life_percent=cells.read_whole("life_percent"),
        sku=cells.read_text("sku"),
        valid_from=cells.find_date("valid_from") or date.min,
        valid_to=cells.find_date("valid_to"),
    )
