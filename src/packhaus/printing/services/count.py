"""Remember how often labels are printed, wherever that is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.printing.queries.plates import find_plate_sites
from packhaus.printing.types import Document
from packhaus.shipping.services.labels import count_print

# A carton that came with its supplier's number is counted from its first label of ours on.
_PLATES = """
INSERT INTO printing_plate AS p (id, code, site_id, made_at, prints, printed_at)
SELECT n.id, n.code, n.site_id, %(now)s, 1, %(now)s
FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(site_ids)s::uuid[]) AS n(id, code, site_id) ORDER BY n.code
ON CONFLICT (code) DO UPDATE SET prints = p.prints + 1, printed_at = excluded.printed_at
"""


def count_paper(*, scope: Scope, document: str, things: Sequence[str], now: datetime) -> None:
    """Count a print of what has a counter. Queries: 0 to 2."""
    if document == Document.PARCEL_LABELS:
        count_print(scope=scope, parcel_ids=[UUID(one) for one in things], now=now)
    elif document == Document.PLATES:
        count_plates(scope=scope, codes=things, now=now)


def count_plates(*, scope: Scope, codes: Sequence[str], now: datetime) -> None:
    """Count a print of plates; one whose carton is gone meanwhile and that was never ours is left out. Queries: 2."""
    with transaction(scope):
        sites = find_plate_sites(scope=scope, codes=codes)
        known = sorted(sites)
        parameters = {
            "ids": [new_id() for _ in known], "codes": known, "site_ids": [sites[code] for code in known], "now": now,
        }  # fmt: skip
        rows.execute(_PLATES, parameters)
