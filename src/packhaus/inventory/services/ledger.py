"""The ledger: every change of stock is a movement between two locations, and both levels follow it at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory.errors import ShortBalance, StockPromised
from packhaus.inventory.queries.rules import LocationFacts, get_location_facts
from packhaus.inventory.services import ledger_statements as statements
from packhaus.inventory.types import Condition, Move
from packhaus.kernel import rows

_SELLABLE = Condition.SELLABLE.value


class BalanceKey(NamedTuple):
    """What a balance is the balance of."""

    location_id: int
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    condition: str


class _Amount(NamedTuple):
    merchant_id: UUID
    quantity: int
    allocated: int
    grams: int
    received_on: date | None
    expires_on: date | None

    def plus(self, other: "_Amount") -> "_Amount":
        return _Amount(
            self.merchant_id,
            self.quantity + other.quantity,
            self.allocated + other.allocated,
            self.grams + other.grams,
            _earlier(self.received_on, other.received_on),
            self.expires_on or other.expires_on,
        )


_Sources = Mapping[BalanceKey, tuple[int, date, date | None]]
_NOTHING = _Amount(UUID(int=0), 0, 0, 0, None, None)


def record_movements(
    *,
    moves: Sequence[Move],
    reason: str,
    document_kind: str,
    document_id: str,
    happened_at: datetime,
    actor: Actor,
) -> None:
    """Write movements and bring site stock and balances along, inside the caller's transaction; all or nothing.

    What leaves a location must be free there, or travel with its allocation. Balances off the shelf (tote, packing,
    staging, dock) that reach zero go away; virtual locations have none.
    Locks: site_stock, then balances, ascending. Queries: 2 to 5, whatever the number of moves.
    Raises: ShortBalance, StockPromised, UnknownLocation; the caller rolls back.
    """
    assert moves
    assert all(move.quantity > 0 and move.allocated <= move.quantity for move in moves)
    facts = get_location_facts(
        {id_ for move in moves for id_ in (move.from_location_id, move.to_location_id)}
    )
    _change_site_stock(moves, facts, happened_at)
    sources = _debit(moves, facts)
    _credit(moves, facts, sources, happened_at.date())
    rows.execute(
        statements.MOVEMENTS,
        {
            **_columns(moves, _MOVEMENT_FIELDS),
            "expires_on": [move.expires_on or _get_source(sources, move)[2] for move in moves],
            "reason": reason,
            "document_kind": document_kind,
            "document_id": document_id,
            "happened_at": happened_at,
            "actor_kind": actor.kind.value,
            "actor_id": actor.id,
        },
    )


_MOVEMENT_FIELDS = (
    "merchant_id", "site_id", "sku_id", "owner_id", "from_location_id", "to_location_id", "lot_id", "serial",
    "from_unit_id", "to_unit_id", "from_condition", "to_condition", "quantity", "grams",
)  # fmt: skip


def _columns(records: Iterable[Any], fields: Sequence[str]) -> dict[str, list[Any]]:
    listed = list(records)
    return {name: [getattr(record, name) for record in listed] for name in fields}


def _change_site_stock(
    moves: Sequence[Move], facts: Mapping[int, LocationFacts], happened_at: datetime
) -> None:
    on_hand: defaultdict[tuple[UUID, UUID, UUID, UUID], int] = defaultdict(int)
    promised: defaultdict[tuple[UUID, UUID, UUID, UUID], int] = defaultdict(int)
    for move in moves:
        sku = (move.sku_id, move.owner_id, move.merchant_id)
        source, target = facts[move.from_location_id], facts[move.to_location_id]
        if source.counts_as_on_hand and move.from_condition == _SELLABLE:
            on_hand[source.site_id, *sku] -= move.quantity
        if target.counts_as_on_hand and move.to_condition == _SELLABLE:
            on_hand[target.site_id, *sku] += move.quantity
        if move.promised:
            promised[source.site_id, *sku] += move.promised
    # In order: rows that are new lock each other out by being inserted.
    keys = sorted(key for key in on_hand.keys() | promised.keys() if on_hand[key] or promised[key])
    if not keys:
        return
    columns = rows.as_columns([(*key, on_hand[key], promised[key]) for key in keys], 6)
    names = ("site_ids", "sku_ids", "owner_ids", "merchant_ids", "quantities", "promises")
    parameters = {**dict(zip(names, columns, strict=True)), "agreed_at": happened_at}
    changed = rows.fetch_value(statements.SITE_STOCK, parameters)
    if changed != len(keys):
        raise StockPromised(
            "a site would have fewer units than it has promised and holds in carts",
            keys=[{"site_id": key[0], "sku_id": key[1], "change": on_hand[key]} for key in keys],
        )


def _debit(moves: Sequence[Move], facts: Mapping[int, LocationFacts]) -> _Sources:
    """Take units from their balances and return each source's id and dates.

    The balances that the units go to are locked in the same order: two moves to and fro between two bins would each
    hold what the other needs. A single one that only gains is locked as it does.
    """
    debits: dict[BalanceKey, _Amount] = {}
    targets: dict[BalanceKey, None] = {}
    for move in moves:
        if not facts[move.from_location_id].is_virtual:
            _add(debits, _source_key(move), _amount(move))
        if not facts[move.to_location_id].is_virtual:
            targets[_target_key(move)] = None
    only_locked = [key for key in targets if key not in debits]
    keys = [*debits, *only_locked]
    if not debits and len(keys) < 2:
        return {}
    amounts = {**debits, **dict.fromkeys(only_locked, _NOTHING)}
    found = rows.fetch_tuples(statements.DEBIT, {**_key_columns(keys), **_amount_columns(amounts, keys)})
    if len(found) != len(debits):
        taken = {number for number, *_ in found}
        raise _short(
            [(key, debits[key].quantity) for number, key in enumerate(debits, start=1) if number not in taken]
        )
    return {keys[number - 1]: (id_, received, expires) for number, id_, received, expires in found}


def _short(keys: Sequence[tuple[BalanceKey, int]]) -> ShortBalance:
    found = rows.fetch_tuples(statements.THERE, _key_columns([key for key, _ in keys]))
    there = {number: (code, sku, on_hand, allocated) for number, code, sku, on_hand, allocated in found}
    shorts = []
    for number, (key, wanted) in enumerate(keys, start=1):
        code, sku, on_hand, allocated = there.get(number, (str(key.location_id), str(key.sku_id), 0, 0))
        shorts.append(
            {"location": code, "sku": sku, "wanted": wanted, "there": on_hand, "allocated": allocated}
        )
    named = "; ".join(
        f"{short['location']} has {short['there']} of {short['sku']} ({short['allocated']} allocated), "
        f"{short['wanted']} wanted"
        for short in shorts[:5]
    )
    return ShortBalance(named, shorts=shorts)


def _credit(
    moves: Sequence[Move],
    facts: Mapping[int, LocationFacts],
    sources: _Sources,
    today: date,
) -> None:
    targets: dict[BalanceKey, _Amount] = {}
    for move in moves:
        if facts[move.to_location_id].is_virtual:
            continue
        _, received, expires = _get_source(sources, move)
        amount = _amount(move)._replace(
            received_on=move.received_on or received or today, expires_on=move.expires_on or expires
        )
        _add(targets, _target_key(move), amount)
    gone = [
        id_
        for key, (id_, _, _) in sources.items()
        if facts[key.location_id].is_off_shelf and key not in targets
    ]
    keys = sorted(targets, key=_order)
    parameters = {
        **_key_columns(keys),
        **_amount_columns(targets, keys),
        "merchant_ids": [targets[key].merchant_id for key in keys],
        "received_ons": [targets[key].received_on for key in keys],
        "expires_ons": [targets[key].expires_on for key in keys],
    }
    if keys:
        rows.execute(statements.CREDIT, parameters)
    if gone:
        rows.execute(statements.REMOVE_EMPTY, {"ids": gone})


def _get_source(sources: _Sources, move: Move) -> tuple[int, date | None, date | None]:
    return sources.get(_source_key(move), (0, None, None))


def _source_key(move: Move) -> BalanceKey:
    return BalanceKey(
        move.from_location_id, move.sku_id, move.owner_id, move.lot_id, move.serial, move.from_unit_id,
        move.from_condition,
    )  # fmt: skip


def _target_key(move: Move) -> BalanceKey:
    return BalanceKey(
        move.to_location_id, move.sku_id, move.owner_id, move.lot_id, move.serial, move.to_unit_id,
        move.to_condition,
    )  # fmt: skip


def _amount(move: Move) -> _Amount:
    return _Amount(
        move.merchant_id, move.quantity, move.allocated, move.grams, move.received_on, move.expires_on
    )


def _add(amounts: dict[BalanceKey, _Amount], key: BalanceKey, amount: _Amount) -> None:
    known = amounts.get(key)
    amounts[key] = amount if known is None else known.plus(amount)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _order(key: BalanceKey) -> tuple[Any, ...]:
    return (*key[:3], key.lot_id or 0, key.serial or "", str(key.unit_id or ""), key.condition)


def _key_columns(keys: Sequence[BalanceKey]) -> dict[str, list[Any]]:
    names = ("location_ids", "sku_ids", "owner_ids", "lot_ids", "serials", "unit_ids", "conditions")
    return dict(zip(names, rows.as_columns(keys, len(names)), strict=True))


def _amount_columns(
    amounts: Mapping[BalanceKey, _Amount], keys: Sequence[BalanceKey]
) -> dict[str, list[int]]:
    return {
        "quantities": [amounts[key].quantity for key in keys],
        "allocations": [amounts[key].allocated for key in keys],
        "grams": [amounts[key].grams for key in keys],
    }
