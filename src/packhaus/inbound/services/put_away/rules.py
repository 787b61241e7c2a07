"""Say where goods go at a site."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.inbound.events import PutAwayRulesSet
from packhaus.inbound.locks import lock_doors
from packhaus.inbound.queries.put_away.places import TARGET_KINDS
from packhaus.inbound.types import CLASSES
from packhaus.inventory.types import LOCATION_RULES, Condition, LocationKind
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.tags import TAG_CHARACTERS

MOST_RULES = 200
MOST_ZONES = 20

_CLEAR = "DELETE FROM inbound_putawayrule WHERE site_id = %(site_id)s"
_SET = """
INSERT INTO inbound_putawayrule (id, site_id, position, sku_id, tag, abc_class, hazard, condition, zones, kind,
    is_final)
SELECT r.id, %(site_id)s, r.position, r.sku_id, r.tag, r.abc_class, r.hazard, r.condition,
       CASE r.zones WHEN '' THEN '{}' ELSE string_to_array(r.zones, ',') END, r.kind, r.is_final
FROM unnest(%(ids)s::uuid[], %(sku_ids)s::uuid[], %(tags)s::text[], %(classes)s::text[], %(hazards)s::text[],
            %(conditions)s::text[], %(zones)s::text[], %(kinds)s::text[], %(are_final)s::boolean[]) WITH ORDINALITY
    AS r(id, sku_id, tag, abc_class, hazard, condition, zones, kind, is_final, position)
"""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """Which goods go to which zones, or which kind of places; what is empty does not matter. Hazard `*` is any."""

    merchant_code: str = ""
    sku_code: str = ""
    tag: str = ""
    abc_class: str = ""
    hazard: str = ""
    condition: str = ""
    zones: tuple[str, ...] = ()
    kind: str = ""
    is_final: bool = False


def set_put_away_rules(
    *, scope: Scope, site_id: UUID, drafts: Sequence[RuleDraft], now: datetime, actor: Actor
) -> None:
    """Replace the rules of a site by these, asked in the order given; they hold for what is planned from now on.

    Locks: the site's door; two lists at once would be mixed. Emits: PutAwayRulesSet.
    Raises: Invalid naming every problem. Queries: 4, with items 5, and 1 per merchant of theirs.
    """
    problems = list(_check(drafts))
    with transaction(scope):
        known = _find_skus(scope, drafts)
        sku_ids = [known.get(_name_item(draft)) for draft in drafts]
        for index, (draft, sku_id) in enumerate(zip(drafts, sku_ids, strict=True)):
            if draft.sku_code and sku_id is None:
                told = f"{draft.sku_code} is not in the catalog"
                problems.append(FieldProblem(f"rules.{index}.sku", "unknown_sku", told))
        if problems:
            raise Invalid(problems)
        lock_doors([site_id])
        rows.execute(_CLEAR, {"site_id": site_id})
        if drafts:
            rows.execute(_SET, {"site_id": site_id, **_as_columns(drafts, sku_ids)})
        fact = PutAwayRulesSet(merchant_id=None, aggregate_id=site_id, count=len(drafts))
        record([fact], happened_at=now, actor=actor)


def _name_item(draft: RuleDraft) -> tuple[str, str]:
    return draft.merchant_code.strip().upper(), draft.sku_code


def _find_skus(scope: Scope, drafts: Iterable[RuleDraft]) -> dict[tuple[str, str], UUID]:
    """Return the items that are named and known, by the codes of their merchant and their own."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for merchant, code in map(_name_item, drafts):
        if code:
            named[merchant].add(code)
    if not named:
        return {}
    merchants = {merchant.code: merchant.id for merchant in list_merchants(scope)}
    return {
        (merchant, code): sku_id
        for merchant, codes in named.items()
        if merchant in merchants
        for code, sku_id in get_sku_ids(merchant_id=merchants[merchant], codes=sorted(codes)).items()
    }


def _as_columns(drafts: Sequence[RuleDraft], sku_ids: Sequence[UUID | None]) -> Mapping[str, list[object]]:
    return {
        "ids": [new_id() for _ in drafts],
        "sku_ids": list(sku_ids),
        "tags": [draft.tag for draft in drafts],
        "classes": [draft.abc_class for draft in drafts],
        "hazards": [draft.hazard for draft in drafts],
        "conditions": [draft.condition for draft in drafts],
        "zones": [",".join(draft.zones) for draft in drafts],
        "kinds": [draft.kind for draft in drafts],
        "are_final": [draft.is_final for draft in drafts],
    }


def _check(drafts: Sequence[RuleDraft]) -> Iterator[FieldProblem]:
    if len(drafts) > MOST_RULES:
        yield FieldProblem("rules", "too_many", f"are at most {MOST_RULES} at once")
    for index, draft in enumerate(drafts):
        path = f"rules.{index}"
        for name, value, known in (
            ("abc_class", draft.abc_class, CLASSES),
            ("condition", draft.condition, [one.value for one in Condition]),
            ("kind", draft.kind, TARGET_KINDS),
        ):
            if value and value not in known:
                yield FieldProblem(f"{path}.{name}", "unknown", f"is one of {', '.join(known)}")
        if len(draft.tag) > TAG_CHARACTERS or len(draft.hazard) > 8:
            yield FieldProblem(f"{path}.tag", "too_long", "is a tag or hazard class that no item has")
        if not draft.zones and not draft.kind:
            yield FieldProblem(f"{path}.zones", "required", "says no zone, and no kind of place")
        if len(draft.zones) > MOST_ZONES or any(not _is_zone(zone) for zone in draft.zones):
            told = f"are at most {MOST_ZONES} zones of 8 characters"
            yield FieldProblem(f"{path}.zones", "format", told)
        if _hides_stock(draft):
            told = "sellable units would not be sold from there: name a condition"
            yield FieldProblem(f"{path}.kind", "not_sellable", told)


def _is_zone(zone: str) -> bool:
    return 0 < len(zone) <= 8 and zone.isprintable() and "," not in zone


def _hides_stock(draft: RuleDraft) -> bool:
    """Tell whether sellable units would go where nothing is sold from."""
    if draft.kind not in TARGET_KINDS or draft.condition not in {"", "sellable"}:
        return False
    return not LOCATION_RULES[LocationKind(draft.kind)].can_be_allocated
