"""Read a printed label back, before somebody walks away with it."""

from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.gs1 import read_plate
from packhaus.printing.errors import OtherLabel, PlateNotFound
from packhaus.printing.events import PlateProven
from packhaus.printing.queries.plates import find_plate_sites

_PROVE = """
UPDATE printing_plate SET proven_at = %(now)s WHERE code = %(code)s AND proven_at IS NULL RETURNING site_id
"""


def prove_plate(*, scope: Scope, code: str, scanned: str, now: datetime, actor: Actor) -> bool:
    """Note that a plate's label can be read, and tell whether that is new; twice is once.

    The label of a supplier's own carton is only compared: nothing is known of it before its first print.
    Emits: PlateProven. Queries: 2, 1 more where it is new. Raises: PlateNotFound, OtherLabel (nothing changes).
    """
    read = read_plate(scanned.strip()).upper()
    with transaction(scope):
        if not find_plate_sites(scope=scope, codes=[code]):
            raise PlateNotFound("there is no such plate", codes=[code])
        if read != code:
            raise OtherLabel("another label was scanned", expected=code, read=read)
        sites = rows.fetch_tuples(_PROVE, {"code": code, "now": now})
        told = [PlateProven(merchant_id=None, aggregate_id=site_id, code=code) for (site_id,) in sites]
        if told:
            record(told, happened_at=now, actor=actor)
    return bool(told)
