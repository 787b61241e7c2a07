"""What safety stock was before it was last changed, for the button that puts it back."""

from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

REMEMBERED = timedelta(days=1)

_FORMER = """
SELECT s.site_id, coalesce(max(s.safety) FILTER (WHERE s.place = 2), 0)::bigint
FROM (
    SELECT (e.data ->> 'site_id')::uuid AS site_id, (e.data ->> 'safety')::bigint AS safety, e.happened_at,
           row_number() OVER (PARTITION BY e.data ->> 'site_id' ORDER BY e.id DESC) AS place
    FROM journal_entry AS e
    WHERE e.aggregate_kind = 'sku' AND e.aggregate_id = %(sku_id)s::text AND e.kind = 'stock_setting_saved'
      AND e.data ->> 'safety' IS NOT NULL
) AS s
WHERE s.place <= 2
GROUP BY s.site_id HAVING max(s.happened_at) FILTER (WHERE s.place = 1) > %(since)s
"""


def list_former_safety(scope: Scope, *, sku_id: UUID, now: datetime) -> dict[UUID, int]:
    """Return by site what a SKU's safety stock was before its last change, if that is a day ago at most. Queries: 1."""
    parameters = {"sku_id": str(sku_id), "since": now - REMEMBERED}
    with transaction(scope):
        return dict(rows.fetch_tuples(_FORMER, parameters))
