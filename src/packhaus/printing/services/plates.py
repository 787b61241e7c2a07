"""Numbers for new license plates."""

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.identifiers import build_sscc
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.printing.errors import StationNotFound
from packhaus.printing.events import PlatesMade
from packhaus.printing.types import MOST_PLATES

EXTENSION = 1
"""Of our SSCCs: pallets of shipments have 0, so that the two series never meet."""
_SSCC_SERIES = "(00)"
_PREFIX_LENGTH = 11
_DIGITS = 6
_NOT_IN_PREFIX = re.compile(r"[^A-Z0-9]")

# Numbers are given away one caller after the other; one that is not used is never given again.
_TAKE = """
INSERT INTO printing_plateseries AS s (prefix, last) VALUES (%(prefix)s, %(count)s)
ON CONFLICT (prefix) DO UPDATE SET last = s.last + excluded.last RETURNING s.last
"""
_MAKE = """
INSERT INTO printing_plate (id, code, site_id, made_at, prints)
SELECT n.id, n.code, %(site_id)s, %(now)s, 0 FROM unnest(%(ids)s::uuid[], %(codes)s::text[]) AS n(id, code)
WHERE NOT EXISTS (SELECT FROM inventory_handlingunit AS u WHERE u.code = n.code AND u.is_open)
ON CONFLICT (code) DO NOTHING RETURNING code
"""
_SITE = "SELECT code FROM network_site WHERE id = %(id)s"


@again_when_busy
def make_plates(*, scope: Scope, site_id: UUID, count: int, now: datetime, actor: Actor) -> list[str]:
    """Return new numbers for cartons and pallets of a site; each is given away once.

    They are SSCCs of the operator's GS1 company prefix; an installation without one numbers by site: LEEDS-L000123.
    Locks: the series' row. Emits: PlatesMade. Queries: 4, 2 more where numbers are taken.
    Raises: Invalid, StationNotFound (not the operator).
    """
    if not scope.is_operator:
        raise StationNotFound("only the operator numbers cartons and pallets")
    if not 1 <= count <= MOST_PLATES:
        raise Invalid([FieldProblem("count", "range", f"is from 1 to {MOST_PLATES}")])
    with transaction(scope):
        site_code = str(rows.fetch_value(_SITE, {"id": site_id}))
        prefix = _SSCC_SERIES if settings.HAS_GS1_COMPANY_PREFIX else name_series(site_code)
        codes: list[str] = []
        while len(codes) < count:  # a number that somebody wrote on a carton by hand is left out
            codes += _make(prefix, site_id, count - len(codes), now)
        fact = PlatesMade(merchant_id=None, aggregate_id=site_id, count=count, first=codes[0], last=codes[-1])
        record([fact], happened_at=now, actor=actor)
    return codes


def _make(prefix: str, site_id: UUID, count: int, now: datetime) -> list[str]:
    last = int(rows.fetch_value(_TAKE, {"prefix": prefix, "count": count}))
    codes = [_build(prefix, serial) for serial in range(last - count + 1, last + 1)]
    parameters = {"ids": [new_id() for _ in codes], "codes": codes, "site_id": site_id, "now": now}
    free = {code for (code,) in rows.fetch_tuples(_MAKE, parameters)}
    return [code for code in codes if code in free]


def name_series(site_code: str) -> str:
    """Return what the numbers of a site begin with; two sites whose codes begin alike share one series."""
    return _NOT_IN_PREFIX.sub("", site_code.upper())[:_PREFIX_LENGTH] or "X"


def _build(prefix: str, serial: int) -> str:
    if prefix == _SSCC_SERIES:
        return build_sscc(extension=EXTENSION, company_prefix=settings.GS1_COMPANY_PREFIX, serial=serial)
    return f"{prefix}-L{serial:0{_DIGITS}d}"
