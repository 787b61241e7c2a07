"""Why a shipment went with its service, and what else was offered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.errors import ShipmentNotFound
from packhaus.shipping.types import Rival

_CHOICE = """
SELECT s.order_number, m.code AS merchant_code, s.carrier_code, s.service_code, s.cost_minor, s.currency,
       c.arrives_on, c.arrive_by, c.is_late, c.runner_up, c.runner_up_minor, c.rivals, c.version_id,
       coalesce(r.name, '') AS card_name, v.number AS version, coalesce(a.number, '') AS account_number
FROM shipping_servicechoice AS c
JOIN shipping_shipment AS s ON s.id = c.shipment_id
JOIN access_merchant AS m ON m.id = s.merchant_id
LEFT JOIN shipping_ratecardversion AS v ON v.id = c.version_id
LEFT JOIN shipping_ratecard AS r ON r.id = v.card_id
LEFT JOIN shipping_carrieraccount AS a ON a.id = r.account_id
WHERE c.shipment_id = %(id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A shipment's service with what it costs and by which contract (no version: flat prices); see `ServiceReasons`."""

    order_number: str
    merchant_code: str
    carrier_code: str
    service_code: str
    cost_minor: int | None
    currency: str
    arrives_on: date | None
    arrive_by: date | None
    is_late: bool
    runner_up: str
    runner_up_minor: int | None
    rivals: list[list[str | int | None]]
    version_id: UUID | None
    card_name: str
    version: int | None
    account_number: str

    def list_rivals(self) -> list[Rival]:
        """Return the services that were not taken: those that could go by price, then the others."""
        read = [_read_rival(rival) for rival in self.rivals]
        return sorted(
            read, key=lambda one: (bool(one.reason), one.amount_minor is None, one.amount_minor or 0)
        )


def get_service_choice(scope: Scope, *, shipment_id: UUID) -> ChoiceRow:
    """Return why a shipment's service was chosen; a merchant sees no choice. Queries: 1.

    Raises: ShipmentNotFound, also when nobody had a choice: a partner sent it.
    """
    with transaction(scope):
        found = rows.find_row(ChoiceRow, _CHOICE, {"id": shipment_id})
    if found is None:
        raise ShipmentNotFound("there is no such shipment", shipment_id=shipment_id)
    return found


def _read_rival(stored: list[str | int | None]) -> Rival:
    service, reason, amount, currency, arrives_on = stored
    return Rival(
        str(service),
        str(reason),
        amount if isinstance(amount, int) else None,
        str(currency),
        date.fromisoformat(arrives_on) if isinstance(arrives_on, str) else None,
    )
