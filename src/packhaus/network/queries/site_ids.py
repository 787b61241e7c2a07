"""Sites by the codes that files use."""

from collections.abc import Iterable
from uuid import UUID

from packhaus.kernel import rows

_OWN = "SELECT id FROM network_site WHERE stock_policy = 'own' AND is_active"
_IDS = "SELECT code, id FROM network_site WHERE code = ANY(%(codes)s::text[])"


def get_site_ids(*, codes: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of the sites that there are. Queries: 1."""
    return dict(rows.fetch_tuples(_IDS, {"codes": sorted(set(codes))}))


def list_own_site_ids() -> frozenset[UUID]:
    """Return the sites in use whose bins we keep. Queries: 1."""
    return frozenset(id_ for (id_,) in rows.fetch_tuples(_OWN, {}))
