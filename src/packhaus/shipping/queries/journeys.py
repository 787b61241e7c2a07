"""Where shipments go from and to, as far as prices and days depend on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows

_JOURNEYS = """
SELECT a.id AS address_id, n.id AS site_id, n.country AS origin_country, n.postal_code AS origin_postal_code,
       n.timezone, a.country, a.postal_code, a.region, a.lines, k.company = '' AS is_residential
FROM unnest(%(address_ids)s::uuid[], %(site_ids)s::uuid[]) AS w(address_id, site_id)
JOIN parties_address AS a ON a.id = w.address_id
JOIN parties_contact AS k ON k.id = a.contact_id
JOIN network_site AS n ON n.id = w.site_id
"""


@dataclass(frozen=True, slots=True)
class Journey:
    """From a site to an address; a company is no home."""

    address_id: UUID
    site_id: UUID
    origin_country: str
    origin_postal_code: str
    timezone: str
    country: str
    postal_code: str
    region: str
    lines: list[str]
    is_residential: bool


def list_journeys(wanted: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Journey]:
    """Return journeys by (address, site) in the caller's transaction; what is out of scope is absent. Queries: 1."""
    pairs = list(dict.fromkeys(wanted))
    asked = {"address_ids": [address for address, _ in pairs], "site_ids": [site for _, site in pairs]}
    return {(row.address_id, row.site_id): row for row in rows.fetch_rows(Journey, _JOURNEYS, asked)}
