"""Hand parcels over: they leave, and their manifest is closed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.outbound.services.dispatch import close_manifest, dispatch_shipments
from packhaus.outbound.services.seals import check_seal

_MANIFESTS = """
SELECT DISTINCT m.number, m.id FROM shipping_shipment AS s JOIN shipping_manifest AS m ON m.id = s.manifest_id
WHERE s.id = ANY(%(ids)s::uuid[]) AND m.status = 'open' ORDER BY m.number
"""


def hand_over(*, shipment_ids: Sequence[UUID], seal: str = "", now: datetime, actor: Actor) -> list[str]:
    """Dispatch shipments, close the manifests they are on, and return their numbers.

    `seal` is the number on the truck's seal. Commits as `dispatch_shipments` does; called again it goes on where
    it was cut off. What is packed later goes with the next pick-up. Raises: Invalid, NothingToDispatch.
    """
    check_seal(seal)
    dispatch_shipments(shipment_ids=shipment_ids, now=now, actor=actor)
    with transaction(Scope.operator()):
        manifests = rows.fetch_tuples(_MANIFESTS, {"ids": list(shipment_ids)})
    for _number, manifest_id in manifests:
        close_manifest(manifest_id=manifest_id, seal=seal, now=now, actor=actor)
    return [number for number, _manifest_id in manifests]
