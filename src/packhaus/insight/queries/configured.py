"""How much of what is configured: the figures of the setup page."""

from dataclasses import dataclass

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_COUNTS = """
SELECT (SELECT count(*) FROM catalog_sku WHERE is_active) AS skus,
       (SELECT count(*) FROM network_site WHERE is_active) AS sites,
       (SELECT count(*) FROM shipping_carrier) AS carriers,
       (SELECT count(*) FROM shipping_cartontype WHERE is_active) AS cartons,
       (SELECT count(*) FROM access_merchant WHERE is_active) AS merchants,
       (SELECT count(*) FROM access_user WHERE is_active) AS users,
       (SELECT count(*) FROM access_apikey WHERE revoked_at IS NULL) AS keys,
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed') AS failed_jobs,
       (SELECT count(*) FROM journal_parkedentry) AS parked,
       (SELECT count(*) FROM messaging_message WHERE status IN ('failed', 'unknown')) AS lost
"""


@dataclass(frozen=True, slots=True)
class Configured:
    """Figures of the installation; `lost` are messages of which nobody knows that they arrived."""

    skus: int
    sites: int
    carriers: int
    cartons: int
    merchants: int
    users: int
    keys: int
    failed_jobs: int
    parked: int
    lost: int


def count_configured(scope: Scope) -> Configured:
    """Count what is configured, and what waits for somebody. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(Configured, _COUNTS)
