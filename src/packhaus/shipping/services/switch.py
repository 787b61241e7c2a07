"""Switch services and cartons off, and on again: what was sent with them stays as it is."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.events import CartonSwitched, ServiceSwitched
from packhaus.shipping.queries.carton_types import forget_carton_types
from packhaus.shipping.queries.priced_services import forget_priced_services
from packhaus.shipping.queries.service_choice import forget_services

_SERVICE = """
UPDATE shipping_service AS s SET is_active = %(is_active)s FROM shipping_carrier AS c
WHERE c.id = s.carrier_id AND s.code = %(code)s RETURNING c.code, s.code
"""
_CARTON = """
UPDATE shipping_cartontype SET is_active = %(is_active)s WHERE id = %(id)s::uuid RETURNING merchant_id, code
"""


def switch_service(*, scope: Scope, code: str, is_active: bool, now: datetime, actor: Actor) -> None:
    """Let a service be chosen for new orders, or no longer; orders that have it still leave with it.

    Emits: ServiceSwitched. Queries: 2. Raises: NotFound.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_SERVICE, {"code": code, "is_active": is_active})
        if not found:
            raise NotFound("service not found")
        [(carrier, service)] = found
        fact = ServiceSwitched(merchant_id=None, aggregate_id=carrier, code=service, is_active=is_active)
        record([fact], happened_at=now, actor=actor)
    forget_services()
    forget_priced_services()


def switch_carton(*, scope: Scope, carton_id: UUID, is_active: bool, now: datetime, actor: Actor) -> str:
    """Let a carton be packed in, or no longer, and return its code. Emits: CartonSwitched. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_CARTON, {"id": carton_id, "is_active": is_active})
        if not found:
            raise NotFound("carton not found")
        [(merchant_id, code)] = found
        fact = CartonSwitched(merchant_id=merchant_id, aggregate_id=carton_id, code=code, is_active=is_active)
        record([fact], happened_at=now, actor=actor)
    forget_carton_types()
    return str(code)
