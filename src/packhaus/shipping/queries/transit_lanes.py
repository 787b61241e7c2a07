"""Transit times of every carrier as a list, lane by lane."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.shipping.types import TransitDraft

_LANES = """
SELECT t.id, c.code AS carrier, s.code AS service, t.from_country, t.from_postal, t.to_country, t.to_postal,
       t.to_region, t.min_days, t.max_days
FROM shipping_transittime AS t
JOIN shipping_service AS s ON s.id = t.service_id
JOIN shipping_carrier AS c ON c.id = s.carrier_id
WHERE (%(carrier)s = '' OR c.code = %(carrier)s) AND (%(service)s = '' OR s.code = %(service)s)
  AND (%(to_country)s = '' OR t.to_country = %(to_country)s)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s::bigint[]))
"""
_KEYS = (Key("carrier", "text"), Key("service", "text"), Key("to_country", "text"), Key("id", "bigint"))


@dataclass(frozen=True, slots=True)
class TransitRow:
    """A lane of a service. An empty country is everywhere; postal codes are beginnings of codes."""

    id: int
    carrier: str
    service: str
    from_country: str
    from_postal: str
    to_country: str
    to_postal: str
    to_region: str
    min_days: int
    max_days: int

    def as_draft(self) -> TransitDraft:
        """Return it as it could be saved again."""
        return TransitDraft(
            self.service, self.min_days, self.max_days, self.from_country, self.from_postal, self.to_country,
            self.to_postal, self.to_region,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TransitFilter:
    """What narrows the list; empty takes all."""

    carrier: str = ""
    service: str = ""
    to_country: str = ""
    ids: Sequence[int] = ()


def list_lanes(*, scope: Scope, chosen: TransitFilter, page: PageOf) -> Page[TransitRow]:
    """Return a page of lanes by carrier, service and destination. Queries: 2."""
    parameters = {
        "carrier": chosen.carrier,
        "service": chosen.service,
        "to_country": chosen.to_country,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(TransitRow, _LANES, parameters, keys=_KEYS, page=page)


def get_lane(*, scope: Scope, lane_id: int) -> TransitRow:
    """Return one lane. Queries: 1. Raises: NotFound."""
    found = list_lanes(scope=scope, chosen=TransitFilter(ids=[lane_id]), page=PageOf(counted_at_most=0)).rows
    if not found:
        raise NotFound("transit time not found")
    return found[0]


def list_service_codes_of_all() -> list[str]:
    """Return the code of every service, in the order in which services are chosen. Queries: 1."""
    return [code for (code,) in rows.fetch_tuples("SELECT code FROM shipping_service ORDER BY rank, code")]
