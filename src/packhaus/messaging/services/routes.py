"""Choose over which channels a merchant's shoppers of a country are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.messaging.events import RouteSaved
from packhaus.messaging.states import CHANNELS

_SAVE = """
INSERT INTO messaging_messageroute AS r (id, merchant_id, country, channels)
VALUES (%(id)s, %(merchant_id)s, %(country)s, %(channels)s::text[])
ON CONFLICT (merchant_id, country) DO UPDATE SET channels = excluded.channels RETURNING r.id
"""
_DROP = "DELETE FROM messaging_messageroute WHERE id = %(id)s RETURNING merchant_id, country"


def save_route(
    *, scope: Scope, merchant_id: UUID, country: str, channels: Sequence[str], now: datetime, actor: Actor
) -> UUID:
    """Tell the shoppers of a country (none: of all others) over these channels, the next when one fails.

    Emits: RouteSaved. Queries: 2. Raises: Invalid, NotFound.
    """
    country = country.strip().upper()
    problems = []
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        problems.append(FieldProblem("country", "invalid", "is a country's two letters, such as ID"))
    if not channels or len(set(channels)) != len(channels) or not set(channels) <= set(CHANNELS):
        problems.append(FieldProblem("channels", "invalid", "are email, sms and whatsapp, each once"))
    if problems:
        raise Invalid(problems)
    if not scope.sees(merchant_id):
        raise NotFound("merchant not found")
    with transaction(scope):
        parameters = {
            "id": new_id(),
            "merchant_id": merchant_id,
            "country": country,
            "channels": list(channels),
        }
        route_id: UUID = rows.fetch_value(_SAVE, parameters)
        _record(merchant_id, route_id, country, channels, now, actor)
    return route_id


def drop_route(*, scope: Scope, route_id: UUID, now: datetime, actor: Actor) -> None:
    """Take a route away: its shoppers are told as all others. Emits: RouteSaved. Queries: 2. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_DROP, {"id": route_id})
        if not found:
            raise NotFound("there is no such route", route_id=route_id)
        [(merchant_id, country)] = found
        _record(merchant_id, route_id, country, (), now, actor)


def _record(
    merchant_id: UUID, id_: UUID, country: str, channels: Sequence[str], now: datetime, actor: Actor
) -> None:
    fact = RouteSaved(
        merchant_id=merchant_id, aggregate_id=id_, country=country or "*", channels=" ".join(channels)
    )
    record([fact], happened_at=now, actor=actor)
