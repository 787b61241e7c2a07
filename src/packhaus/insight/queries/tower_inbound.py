"""What comes in today, for the tower."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.states import EXPECTING
from packhaus.kernel import rows

_FIGURES = """
SELECT count(*) FILTER (WHERE a.expected_on < %(today)s::date) AS late,
       count(*) FILTER (WHERE a.expected_on = %(today)s::date) AS due,
       count(*) FILTER (WHERE a.status = 'receiving') AS receiving,
       min(a.expected_on) FILTER (WHERE a.expected_on > %(today)s::date) AS next_on
FROM inbound_asn AS a
WHERE a.status = ANY(%(expecting)s::text[])
  AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR a.merchant_id = %(merchant_id)s::uuid)
"""


@dataclass(frozen=True, slots=True)
class InboundFigures:
    """Deliveries that are not all here yet: expected before today, today, and being unloaded; the day of the next."""

    late: int
    due: int
    receiving: int
    next_on: date | None


def get_inbound_figures(
    *, scope: Scope, site_id: UUID | None, merchant_id: UUID | None, today: date
) -> InboundFigures:
    """Count what is expected as the list of deliveries does. Queries: 1."""
    parameters = {
        "site_id": site_id,
        "merchant_id": merchant_id,
        "today": today,
        "expecting": list(EXPECTING),
    }
    with transaction(scope):
        return rows.fetch_one(InboundFigures, _FIGURES, parameters)
