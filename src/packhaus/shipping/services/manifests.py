"""Manifests: what one carrier takes from one site at one cut-off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.network.queries.calendars import get_calendars
from packhaus.shipping.locks import lock_manifest
from packhaus.shipping.states import CLOSE_MANIFEST, DISPATCH, MANIFEST
from packhaus.shipping.types import ManifestRow

_OPEN = """
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(site_ids)s::uuid[], %(carriers)s::text[], %(cut_offs)s::timestamptz[])
                  AS w(id, site_id, carrier_code, cut_off_at)
)
INSERT INTO shipping_manifest (id, number, site_id, carrier_code, cut_off_at, status)
SELECT w.id, 'M-' || nextval('shipping_manifest_number'), w.site_id, w.carrier_code, w.cut_off_at, 'open'
FROM wanted AS w
WHERE NOT EXISTS (
    SELECT FROM shipping_manifest AS m WHERE m.site_id = w.site_id AND m.carrier_code = w.carrier_code
      AND m.cut_off_at = w.cut_off_at AND m.status = 'open')
ON CONFLICT DO NOTHING
"""

_STAGE = """
UPDATE shipping_shipment AS s SET manifest_id = m.id, status = %(target)s
FROM unnest(%(site_ids)s::uuid[], %(carriers)s::text[], %(cut_offs)s::timestamptz[])
     AS w(site_id, carrier_code, cut_off_at)
JOIN shipping_manifest AS m USING (site_id, carrier_code, cut_off_at)
WHERE s.id = ANY(%(shipment_ids)s::uuid[]) AND s.status = ANY(%(sources)s::text[]) AND m.status = 'open'
  AND s.site_id = m.site_id AND s.carrier_code = m.carrier_code
"""

_DISPATCH = """
UPDATE shipping_shipment SET status = %(target)s, dispatched_at = %(now)s
WHERE id = ANY(%(ids)s::uuid[]) AND status = ANY(%(sources)s::text[])
"""

_CLOSE = (
    "UPDATE shipping_manifest SET status = %(target)s, closed_at = %(now)s, seal = %(seal)s WHERE id = %(id)s"
)


def stage_shipments(
    *, shipment_ids: Sequence[UUID], places: Sequence[tuple[UUID, str]], now: datetime
) -> None:
    """Put labelled shipments on the open manifest of their site, carrier and next cut-off, opening what is missing.

    `places` are the sites and carriers of the shipments. Queries: 2. Runs in the caller's transaction.
    """
    wanted = sorted(set(places))
    parameters = {
        "site_ids": [site for site, _ in wanted],
        "carriers": [carrier for _, carrier in wanted],
        "cut_offs": [
            find_next_cut_off(site_id=site, carrier_code=carrier, now=now) for site, carrier in wanted
        ],
    }
    rows.execute(_OPEN, {**parameters, "ids": [new_id() for _ in wanted]})
    rows.execute(
        _STAGE,
        {
            **parameters,
            "shipment_ids": list(shipment_ids),
            "target": MANIFEST.target,
            "sources": list(MANIFEST.sources),
        },
    )


def mark_dispatched(*, shipment_ids: Sequence[UUID], now: datetime) -> int:
    """Say that shipments have left, and return how many. Queries: 1. Runs in the caller's transaction."""
    parameters = {"ids": list(shipment_ids), "now": now, "target": DISPATCH.target}
    return rows.execute(_DISPATCH, {**parameters, "sources": list(DISPATCH.sources)})


def mark_closed(*, manifest_id: UUID, now: datetime, seal: str = "") -> ManifestRow:
    """Close an open manifest with the number of the truck's seal, in the caller's transaction, and return it.

    Locks: the manifest. Queries: 2. Raises: ManifestNotFound, ManifestClosed.
    """
    manifest = lock_manifest(manifest_id)
    rows.execute(_CLOSE, {"id": manifest_id, "target": CLOSE_MANIFEST.target, "now": now, "seal": seal})
    return manifest


def find_next_cut_off(*, site_id: UUID, carrier_code: str, now: datetime) -> datetime:
    """Find when a carrier comes next to a site; one without a cut-off there comes at the end of the (UTC) day.

    Queries: 0 while the calendars are fresh.
    """
    for instant, _ in get_calendars()[site_id].list_cut_offs(since=now, carrier_code=carrier_code):
        return instant
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
