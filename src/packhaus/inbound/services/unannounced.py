"""Take in a delivery that nobody announced."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AsnNumberTaken
from packhaus.inbound.events import UnannouncedArrived
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id

_OPEN = """
INSERT INTO inbound_asn (id, merchant_id, number, site_id, order_number, carrier_code, status, expected_on,
    announced_at, arrived_at, is_announced)
SELECT %(id)s, %(merchant_id)s, %(number)s, s.id, '', %(carrier_code)s, 'receiving',
    (%(now)s::timestamptz AT TIME ZONE s.timezone)::date, %(now)s, %(now)s, false
FROM network_site AS s WHERE s.id = %(site_id)s
ON CONFLICT (merchant_id, number) DO NOTHING
RETURNING id
"""
_FIND = """
SELECT id FROM inbound_asn
WHERE merchant_id = %(merchant_id)s AND number = %(number)s AND site_id = %(site_id)s AND NOT is_announced
"""


def open_unannounced(
    *,
    scope: Scope,
    merchant_id: UUID,
    site_id: UUID,
    number: str,
    carrier_code: str = "",
    now: datetime,
    actor: Actor,
) -> UUID:
    """Open a delivery without lines, to be received blind; twice is once by its number. Emits: UnannouncedArrived.

    Raises: Invalid, AsnNumberTaken when the number stands for something else. Queries: 2.
    """
    if not 0 < len(number.strip()) <= 40:
        raise Invalid([FieldProblem("number", "format", "is 1 to 40 characters")])
    parameters = {
        "id": new_id(), "merchant_id": merchant_id, "number": number, "site_id": site_id, "carrier_code": carrier_code,
        "now": now,
    }  # fmt: skip
    with transaction(scope):
        asn_id: UUID | None = rows.fetch_value(_OPEN, parameters)
        if asn_id is None:
            asn_id = rows.fetch_value(_FIND, parameters)
            if asn_id is None:
                raise AsnNumberTaken("the number was used for another delivery", numbers=[number])
            return asn_id
        arrived = UnannouncedArrived(
            merchant_id=merchant_id, aggregate_id=asn_id, number=number, site_id=str(site_id)
        )
        record([arrived], happened_at=now, actor=actor)
        return asn_id
