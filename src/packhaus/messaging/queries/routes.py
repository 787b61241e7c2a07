"""Over which channels a merchant tells the shoppers of a country."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.parties.phones import find_country

Routes = Mapping[tuple[UUID, str], tuple[str, ...]]
_ALONE = ("email",)

_ROUTES = """
SELECT merchant_id, country, channels FROM messaging_messageroute WHERE merchant_id = ANY(%(merchant_ids)s::uuid[])
"""
_ROWS = """
SELECT r.id, m.id AS merchant_id, m.code AS merchant_code, m.name AS merchant_name, r.country, r.channels
FROM messaging_messageroute AS r JOIN access_merchant AS m ON m.id = r.merchant_id ORDER BY m.code, r.country
"""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """The channels of a merchant's shoppers of a country; no country: of all others."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    merchant_name: str
    country: str
    channels: list[str]


def list_routes(*, merchant_ids: Collection[UUID]) -> Routes:
    """Return channels by merchant and country, in the running transaction. Queries: 1."""
    found = rows.fetch_tuples(_ROUTES, {"merchant_ids": list(merchant_ids)})
    return {(merchant_id, country): tuple(channels) for merchant_id, country, channels in found}


def choose_channels(routes: Routes, *, merchant_id: UUID, email: str, phone: str) -> tuple[str, ...]:
    """Return the channels on which a person can be reached, the merchant's first choice first.

    The country is the one of the telephone. Mail is the last resort of whoever can not be reached as the merchant
    wants.
    """
    country = find_country(phone) if phone else ""
    wanted = routes.get((merchant_id, country)) or routes.get((merchant_id, "")) or _ALONE
    reachable = tuple(channel for channel in wanted if (email if channel == "email" else phone))
    return reachable or (_ALONE if email else ())


def list_route_rows(scope: Scope) -> list[RouteRow]:
    """Return every route by merchant and country. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(RouteRow, _ROWS)
