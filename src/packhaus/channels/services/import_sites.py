"""Import sites from a file. Columns: docs/files.md."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from packhaus.access.scope import Scope, transaction
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
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inventory.services.locations import save_locations
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.places import locate
from packhaus.network.services.sites import save_site
from packhaus.network.types import CutOffDraft, SiteDraft

_COLUMNS = Columns(
    known=(
        "site", "name", "kind", "run_by", "stock_policy", "feed_max_age_minutes", "feed_trust_margin", "timezone",
        "country", "postal_code", "city", "street", "latitude", "longitude", "priority", "working_weekdays",
        "partner_answer_minutes", "handling_minutes", "orders_a_day", "cut_offs", *IGNORED_COLUMNS,
    ),
    required=("site", "name", "timezone", "country"),
)  # fmt: skip
_COLUMN_OF_FIELD = {"code": "site"}


def import_sites(
    *,
    scope: Scope,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Create sites from a file, or change those whose code exists; each has the locations that every site needs.

    For the operator. Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[SiteDraft]]) -> list[Reject]:
        return [reject for record in records for reject in _save(record, scope, now, actor)]

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, file=RecordFile("sites", _COLUMNS, read_site, take),
        now=now, progress=progress, encoding=encoding,
    )  # fmt: skip


def _save(record: Record[SiteDraft], scope: Scope, now: datetime, actor: Actor) -> list[Reject]:
    try:
        with transaction(scope, savepoint=True):
            site_id = save_site(scope=scope, draft=record.draft, now=now, actor=actor)
            save_locations(scope=scope, site_id=site_id, drafts=(), now=now, actor=actor)
    except Invalid as refused:
        return [
            Reject(
                record.line,
                _COLUMN_OF_FIELD.get(problem.path, problem.path),
                problem.code,
                problem.message,
            )
            for problem in refused.problems
        ]
    return []


def read_site(cells: Cells) -> SiteDraft:
    """Read a row of a site file; without degrees it lies where its postal code or city does."""
    country = cells.read_required("country").upper()
    place = locate(country=country, postal_code=cells.read_text("postal_code"), city=cells.read_text("city"))
    return SiteDraft(
        code=cells.read_required("site").upper(),
        name=cells.read_required("name"),
        timezone=cells.read_required("timezone"),
        country=country,
        latitude=cells.read_degrees("latitude", place.latitude),
        longitude=cells.read_degrees("longitude", place.longitude),
        kind=cells.read_text("kind", "warehouse").lower(),
        run_by=cells.read_text("run_by", "own").lower(),
        stock_policy=cells.read_text("stock_policy", "own").lower(),
        feed_max_age_minutes=cells.read_whole("feed_max_age_minutes", 1440),
        feed_trust_margin=cells.read_whole("feed_trust_margin"),
        postal_code=cells.read_text("postal_code"),
        city=cells.read_text("city"),
        street=cells.read_text("street"),
        priority=cells.read_whole("priority", 100),
        working_weekdays=cells.read_text("working_weekdays", "1111100"),
        partner_answer_minutes=cells.read_whole("partner_answer_minutes", 240),
        handling_minutes=cells.read_whole("handling_minutes"),
        orders_a_day=cells.read_whole("orders_a_day"),
        cut_offs=_read_cut_offs(cells),
    )


def _read_cut_offs(cells: Cells) -> tuple[CutOffDraft, ...]:
    """Read `DHL 17:00|UPS 16:30 12345`: carrier, time at the site and, if not every working day, the ISO weekdays."""
    cut_offs = []
    for text in cells.read_list("cut_offs"):
        try:
            carrier, at, weekdays = (*text.split(), "")[: max(3, len(text.split()))]
            days = tuple(map("01234567".index, weekdays))
            cut_offs.append(CutOffDraft(carrier, time.fromisoformat(at), days))
        except ValueError:
            cells.refuse("cut_offs", "format", f"{text[:40]!r} is not like DHL 17:00 or UPS 16:30 12345")
    return tuple(cut_offs)
