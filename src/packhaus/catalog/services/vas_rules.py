"""Rule which orders get a merchant's value-added services, or its own cartons, unasked."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import VasRulesSaved
from packhaus.catalog.locks import lock_vas_options
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.catalog.types import VasRuleDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id

MOST_RULES = 200
MOST_VALUES = 100
Ruling = tuple[UUID, VasRuleDraft]

_KNOWN = """
SELECT r.id, coalesce(x.code, ''), r.carton_codes, r.skus, r.channels, r.countries, r.tags, r.least_goods_minor,
       r.currency
FROM catalog_vasrule AS r LEFT JOIN catalog_vasoption AS x ON x.id = r.option_id
WHERE r.merchant_id = %(merchant_id)s ORDER BY r.position
"""
_CLEAR = "DELETE FROM catalog_vasrule WHERE merchant_id = %(merchant_id)s"
_WRITE = """
INSERT INTO catalog_vasrule (id, merchant_id, position, option_id, carton_codes, skus, channels, countries, tags,
    least_goods_minor, currency)
SELECT r.id, %(merchant_id)s, r.position, r.option_id, r.cartons, r.skus, r.channels, r.countries, r.tags,
    r.least_goods_minor, r.currency
FROM json_to_recordset(%(rules)s::json) AS r(id uuid, position smallint, option_id uuid, cartons text[], skus text[],
    channels text[], countries text[], tags text[], least_goods_minor bigint, currency text)
ON CONFLICT (merchant_id, position) DO UPDATE SET option_id = excluded.option_id,
    carton_codes = excluded.carton_codes, skus = excluded.skus, channels = excluded.channels,
    countries = excluded.countries, tags = excluded.tags, least_goods_minor = excluded.least_goods_minor,
    currency = excluded.currency
"""


def replace_vas_rules(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[VasRuleDraft], now: datetime, actor: Actor
) -> None:
    """Put these rules in place of those that a merchant has, in the order given; orders not yet packed follow them.

    Locks: the merchant's options. Emits: VasRulesSaved. Queries: 5. Raises: Invalid with every problem.
    """
    rulings = [(new_id(), draft) for draft in drafts]
    _change(scope, merchant_id, lambda _known: rulings, now, actor, checked=drafts)


def save_vas_rule(
    *,
    scope: Scope,
    merchant_id: UUID,
    draft: VasRuleDraft,
    rule_id: UUID | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Add a rule behind the others, or change a known one where it stands.

    Locks: the merchant's options. Emits: VasRulesSaved. Queries: 6. Raises: Invalid with every problem; NotFound.
    """

    def change(known: list[Ruling]) -> list[Ruling]:
        if rule_id is None:
            return [*known, (new_id(), draft)]
        place = _find(known, rule_id)
        return [*known[:place], (rule_id, draft), *known[place + 1 :]]

    _change(scope, merchant_id, change, now, actor, checked=[draft])


def move_vas_rule(
    *, scope: Scope, merchant_id: UUID, rule_id: UUID, by: int, now: datetime, actor: Actor
) -> None:
    """Move a rule so many turns down, or up where negative; behind the last and before the first it stays.

    Locks: the merchant's options. Emits: VasRulesSaved. Queries: 6. Raises: NotFound.
    """

    def change(known: list[Ruling]) -> list[Ruling]:
        place = _find(known, rule_id)
        others = [*known[:place], *known[place + 1 :]]
        target = min(max(place + by, 0), len(others))
        return [*others[:target], known[place], *others[target:]]

    _change(scope, merchant_id, change, now, actor)


def drop_vas_rule(
    *, scope: Scope, merchant_id: UUID, rule_id: UUID, now: datetime, actor: Actor
) -> VasRuleDraft:
    """Take a rule away and return what it said; orders not yet packed do without it.

    Locks: the merchant's options. Emits: VasRulesSaved. Queries: 6. Raises: NotFound.
    """
    dropped: list[VasRuleDraft] = []

    def change(known: list[Ruling]) -> list[Ruling]:
        place = _find(known, rule_id)
        dropped.append(known[place][1])
        return [*known[:place], *known[place + 1 :]]

    _change(scope, merchant_id, change, now, actor)
    return dropped[0]


def _change(
    scope: Scope,
    merchant_id: UUID,
    change: Callable[[list[Ruling]], list[Ruling]],
    now: datetime,
    actor: Actor,
    *,
    checked: Sequence[VasRuleDraft] = (),
) -> None:
    """Write the rules that `change` makes of those that are there; `checked` are the drafts that are new."""
    with transaction(scope):
        options = lock_vas_options(merchant_id)
        skus = get_sku_ids(
            merchant_id=merchant_id, codes=sorted({sku for one in checked for sku in one.skus})
        )
        problems = [
            problem for place, draft in enumerate(checked) for problem in _check(place, draft, options, skus)
        ]
        rulings = change(_read(merchant_id))
        if len(rulings) > MOST_RULES:
            problems.append(FieldProblem("rules", "too_many", f"are at most {MOST_RULES}"))
        if problems:
            raise Invalid(problems)
        rows.execute(_CLEAR, {"merchant_id": merchant_id})
        written = [_as_row(place, ruling, options) for place, ruling in enumerate(rulings, start=1)]
        rows.execute(_WRITE, {"merchant_id": merchant_id, "rules": json.dumps(written)})
        fact = VasRulesSaved(merchant_id=merchant_id, aggregate_id=merchant_id, count=len(written))
        record([fact], happened_at=now, actor=actor)


def _read(merchant_id: UUID) -> list[Ruling]:
    known = rows.fetch_tuples(_KNOWN, {"merchant_id": merchant_id})
    return [
        (
            id_,
            VasRuleDraft(
                option=option, cartons=tuple(cartons), skus=tuple(skus), channels=tuple(channels),
                countries=tuple(countries), tags=tuple(tags), least_goods_minor=least, currency=currency,
            ),
        )
        for id_, option, cartons, skus, channels, countries, tags, least, currency in known
    ]  # fmt: skip


def _find(known: Sequence[Ruling], rule_id: UUID) -> int:
    for place, (id_, _draft) in enumerate(known):
        if id_ == rule_id:
            return place
    raise NotFound("there is no such rule any more")


def _as_row(place: int, ruling: Ruling, options: Mapping[str, UUID]) -> dict[str, object]:
    id_, draft = ruling
    row = asdict(draft)
    option = options.get(row.pop("option"))
    return {**row, "id": str(id_), "position": place, "option_id": str(option) if option else None}


def _check(
    place: int, draft: VasRuleDraft, options: Mapping[str, UUID], skus: Mapping[str, UUID]
) -> Iterator[FieldProblem]:
    path = f"rules.{place}"
    if draft.option and draft.option not in options:
        yield FieldProblem(f"{path}.option", "unknown", "is no value-added service of this merchant")
    if bool(draft.option) == bool(draft.cartons):
        yield FieldProblem(f"{path}.option", "required", "is an option, or cartons, and not both")
    for name, values, longest in (
        ("cartons", draft.cartons, 16),
        ("skus", draft.skus, 40),
        ("channels", draft.channels, 24),
        ("countries", draft.countries, 2),
        ("tags", draft.tags, 24),
    ):
        if len(values) > MOST_VALUES or any(not 0 < len(value) <= longest for value in values):
            yield FieldProblem(f"{path}.{name}", "too_long", f"are at most {MOST_VALUES} codes")
    for missing in sorted({sku[:40] for sku in draft.skus} - skus.keys()):
        yield FieldProblem(f"{path}.skus", "unknown", f"{missing} is no item of this merchant")
    if draft.least_goods_minor is not None and (draft.least_goods_minor < 0 or len(draft.currency) != 3):
        yield FieldProblem(f"{path}.least_goods_minor", "range", "is not negative, in a currency")
