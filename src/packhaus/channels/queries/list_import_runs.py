"""Files that came in."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_KEYS = (Key("started_at", "timestamptz"), Key("id", "uuid"))

_RUNS = """
SELECT r.id, m.code AS merchant_code, r.kind, r.file_name, r.state, r.rows, r.taken, r.repeated, r.rejected,
       r.started_at, r.finished_at
FROM channels_importrun AS r JOIN access_merchant AS m ON m.id = r.merchant_id
WHERE (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s)
"""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file and what became of its rows; `taken`, `repeated` and `rejected` count records."""

    id: UUID
    merchant_code: str
    kind: str
    file_name: str
    state: str
    rows: int
    taken: int
    repeated: int
    rejected: int
    started_at: datetime
    finished_at: datetime | None


def list_import_runs(scope: Scope, *, page: PageOf, merchant_id: UUID | None = None) -> Page[ImportRow]:
    """Return files, newest first. Queries: 2."""
    with transaction(scope):
        return fetch_page(
            ImportRow,
            _RUNS,
            {"merchant_id": merchant_id},
            keys=_KEYS,
            page=replace(page, is_descending=True),
        )
