"""Keep rate cards: make one, take its sheets as the draft of a version."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, ResourceBusy
from packhaus.kernel.ids import new_id
from packhaus.shipping.errors import RateCardTaken
from packhaus.shipping.events import RateCardSaved, RatesLoaded
from packhaus.shipping.locks import lock_rate_card
from packhaus.shipping.queries.contracts import forget_contracts
from packhaus.shipping.queries.rate_cards import (
    find_latest,
    get_card,
    get_tables,
    list_service_codes,
)
from packhaus.shipping.sheets.card import read_card
from packhaus.shipping.sheets.tables import trim_table, write_table
from packhaus.shipping.types import RateCardDraft
from packhaus.shipping.types.rate_sheets import MEASURES, SHEETS, Table

_ACCOUNT = """
INSERT INTO shipping_carrieraccount AS a (id, merchant_id, carrier_id, number)
SELECT %(id)s::uuid, %(merchant_id)s::uuid, c.id, %(number)s FROM shipping_carrier AS c WHERE c.code = %(carrier)s
ON CONFLICT (carrier_id, number) DO UPDATE SET number = excluded.number
RETURNING a.id, a.merchant_id
"""
_TAKEN = """
SELECT count(*) FILTER (WHERE name = %(name)s), count(*) FILTER (WHERE is_in_use AND %(is_in_use)s)
FROM shipping_ratecard WHERE account_id = %(account_id)s::uuid AND id IS DISTINCT FROM %(id)s::uuid
"""
_SAVE = """
INSERT INTO shipping_ratecard (id, account_id, name, currency, measures, monthly_parcels, is_in_use)
VALUES (%(id)s::uuid, %(account_id)s::uuid, %(name)s, %(currency)s, %(measures)s, %(monthly_parcels)s, %(is_in_use)s)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, monthly_parcels = excluded.monthly_parcels,
    is_in_use = excluded.is_in_use
"""
_DRAFT = """
WITH gone AS (
    DELETE FROM shipping_ratesheet WHERE version_id IN (
        SELECT id FROM shipping_ratecardversion WHERE card_id = %(card_id)s::uuid AND status = 'draft')
)
INSERT INTO shipping_ratecardversion AS v (id, card_id, number, status, valid_from, valid_until, recorded_at,
    recorded_by, published_by)
SELECT %(id)s::uuid, %(card_id)s::uuid,
       coalesce((SELECT max(number) FROM shipping_ratecardversion WHERE card_id = %(card_id)s::uuid), 0) + 1, 'draft',
       %(valid_from)s::date, %(valid_until)s::date, %(now)s, %(actor_id)s, ''
ON CONFLICT (card_id) WHERE status = 'draft' DO UPDATE SET valid_from = excluded.valid_from,
    valid_until = excluded.valid_until, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
RETURNING v.id, v.number
"""
_SHEETS = """
INSERT INTO shipping_ratesheet (version_id, kind, content, row_count)
SELECT %(version_id)s::uuid, s.kind, s.content, s.row_count
FROM unnest(%(kinds)s::text[], %(contents)s::text[], %(counts)s::int[]) AS s(kind, content, row_count)
"""


def save_rate_card(
    *, scope: Scope, draft: RateCardDraft, now: datetime, actor: Actor, card_id: UUID | None = None
) -> UUID:
    """Create a rate card, and its account where that is new; or change a known card's name, volume and use.

    Emits: RateCardSaved. Raises: Invalid with every problem; RateCardTaken when the account has a card of this name, or
    another one in use; NotFound. Nothing was written then. Queries: 4.
    """
    problems = list(_check(draft))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        if card_id:
            account_id, merchant_id = get_card(scope, card_id=card_id).account_id, draft.merchant_id
        else:
            account_id, merchant_id = _find_account(draft)
        id_ = card_id or new_id()
        asked = {"id": id_, "account_id": account_id, "name": draft.name, "is_in_use": draft.is_in_use}
        [(named, used)] = rows.fetch_tuples(_TAKEN, asked)
        if named:
            raise RateCardTaken("the account has a rate card of this name", name=draft.name)
        if used:
            raise RateCardTaken("the account has another rate card in use", number=draft.account_number)
        more = {
            "currency": draft.currency,
            "measures": draft.measures,
            "monthly_parcels": draft.monthly_parcels,
        }
        rows.execute(_SAVE, asked | more)
        fact = RateCardSaved(
            merchant_id=merchant_id, aggregate_id=id_, carrier=draft.carrier_code, is_in_use=draft.is_in_use
        )
        record([fact], happened_at=now, actor=actor)
    forget_contracts()
    return id_


def load_rates(
    *,
    scope: Scope,
    card_id: UUID,
    tables: Mapping[str, Table],
    valid_from: date,
    valid_until: date | None,
    now: datetime,
    actor: Actor,
) -> UUID:
    """Take sheets as the draft of the card's next version, in place of a draft that is there; return the version.

    Sheets that did not come are as in the draft, else as in the version that was published last: a file of fuel alone
    makes a version. Emits: RatesLoaded. Raises: Invalid with every problem at its cell, NotFound, ResourceBusy
    (somebody else loaded sheets meanwhile); nothing was written.
    """
    if valid_until and valid_until < valid_from:
        raise Invalid([FieldProblem("valid_until", "range", "is not below the beginning")])
    strangers = [
        FieldProblem(kind, "unknown", "is no sheet of a rate card") for kind in tables.keys() - SHEETS
    ]
    if strangers or not tables:
        raise Invalid(strangers or [FieldProblem("file", "required", "is empty")])
    card = get_card(scope, card_id=card_id)
    with transaction(scope):
        known = list_service_codes(carrier_code=card.carrier_code)
        latest = find_latest(card_id=card_id)
        before = get_tables(scope, version_id=latest[0]) if latest else {}
    whole = {**before, **{kind: trim_table(table) for kind, table in tables.items()}}
    read_card(tables=whole, currency=card.currency, measures=card.measures, known_services=known)
    kept = {kind: table for kind, table in whole.items() if table}
    with transaction(scope):
        lock_rate_card(card_id)
        if find_latest(card_id=card_id) != latest:
            raise ResourceBusy("somebody else loads sheets of this card; nothing was written")
        dates = {"valid_from": valid_from, "valid_until": valid_until}
        who = {"now": now, "actor_id": actor.id[:40]}
        [(version_id, number)] = rows.fetch_tuples(
            _DRAFT, {"id": new_id(), "card_id": card_id, **dates, **who}
        )
        rows.execute(
            _SHEETS,
            {
                "version_id": version_id,
                "kinds": list(kept),
                "contents": [write_table(table) for table in kept.values()],
                "counts": [len(table) - 1 for table in kept.values()],
            },
        )
        fact = RatesLoaded(
            merchant_id=card.merchant_id, aggregate_id=card_id, carrier=card.carrier_code, version=number
        )
        record([fact], happened_at=now, actor=actor)
    return UUID(str(version_id))


def _find_account(draft: RateCardDraft) -> tuple[UUID, UUID | None]:
    """Return the account, made where it is new; one that is there stays whose it is."""
    found = rows.fetch_tuples(
        _ACCOUNT,
        {
            "id": new_id(),
            "merchant_id": draft.merchant_id,
            "carrier": draft.carrier_code,
            "number": draft.account_number,
        },
    )
    if not found:
        raise Invalid([FieldProblem("carrier_code", "unknown", "is not known")])
    [(account_id, merchant_id)] = found
    if merchant_id != draft.merchant_id:
        raise RateCardTaken("the account is somebody else's", number=draft.account_number)
    return account_id, merchant_id


def _check(draft: RateCardDraft) -> Iterator[FieldProblem]:
    for field, text, most in (("name", draft.name, 60), ("account_number", draft.account_number, 40)):
        if not 0 < len(text.strip()) <= most or not text.isprintable():
            yield FieldProblem(field, "format", f"is 1 to {most} characters")
    if not (len(draft.currency) == 3 and draft.currency.isascii() and draft.currency.isupper()):
        yield FieldProblem("currency", "format", "is three capital letters (ISO 4217)")
    if draft.measures not in MEASURES:
        yield FieldProblem("measures", "unknown", f"is one of {', '.join(MEASURES)}")
    if not 0 <= draft.monthly_parcels < 10**9:
        yield FieldProblem("monthly_parcels", "range", "is not negative")
