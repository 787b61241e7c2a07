"""Sites by the codes that files use."""

from collections.abc import Iterable
from uuid import UUID

from packhaus.kernel import rows

_IDS = "SELECT code, id FROM network_site WHERE code = ANY(%(codes)s::text[])"


def get_site_ids(*, codes: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of the sites that there are. Queries: 1."""
    return dict(rows.fetch_tuples(_IDS, {"codes": sorted(set(codes))}))
