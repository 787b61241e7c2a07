"""What parcels cost by a version of a rate card, with every part of each price."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.decide.rating import (
    CompiledCard,
    Quote,
    RatedParcel,
    compile_card,
    rate_parcels,
    write_quote,
)
from packhaus.shipping.queries.rate_cards import RateVersionRow, get_tables, get_version
from packhaus.shipping.sheets.card import read_card

_KEPT = 16
# A version that came in at a moment never changes: a draft that comes in anew has another moment.
_compiled: OrderedDict[tuple[UUID, datetime], CompiledCard] = OrderedDict()


def get_compiled_card(scope: Scope, *, version: RateVersionRow) -> CompiledCard:
    """Return a version ready to rate with; the last few are kept in the process. Queries: 1 or 0."""
    key = (version.id, version.recorded_at)
    card = _compiled.get(key)
    if card is None:
        tables = get_tables(scope, version_id=version.id)
        card = compile_card(read_card(tables=tables, currency=version.currency, measures=version.measures))
        _compiled[key] = card
        while len(_compiled) > _KEPT:
            _compiled.popitem(last=False)
    return card


def quote_parcels(
    scope: Scope, *, version_id: UUID, parcels: Sequence[RatedParcel], volume: int = 0
) -> list[list[Quote]]:
    """Return for each parcel what it costs with every service, the cheapest first, those without a price last.

    Queries: 2, or 1. Raises: NotFound.
    """
    card = get_compiled_card(scope, version=get_version(scope, version_id=version_id))
    ratings = rate_parcels(card=card, parcels=parcels, volume=volume)
    quotes = [
        [
            write_quote(card=card, ratings=ratings, parcel=parcel, service=service)
            for service in range(len(card.services))
        ]
        for parcel in range(len(parcels))
    ]
    return [
        sorted(row, key=lambda quote: (quote.refusal, quote.total_minor, quote.service)) for row in quotes
    ]
