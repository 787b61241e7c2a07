"""Say what of the goods that come in is checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.decide.sampling import LEVELS, PERCENT_AQLS
from packhaus.inbound.events import QualityRuleSet
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.parties.services.companies import ensure_companies

_SET = """
INSERT INTO inbound_qualityrule (merchant_id, sku_id, supplier_id, level, aql, is_active)
VALUES (%(merchant_id)s, %(sku_id)s::uuid, %(supplier_id)s::uuid, %(level)s, %(aql)s, %(is_active)s)
ON CONFLICT (merchant_id, sku_id, supplier_id)
DO UPDATE SET level = excluded.level, aql = excluded.aql, is_active = excluded.is_active
"""


@dataclass(frozen=True, slots=True)
class QualityRuleDraft:
    """What is checked how: an item, a supplier's goods, an item of a supplier, or without both everything."""

    level: str
    aql: str
    sku_code: str = ""
    supplier_code: str = ""
    is_active: bool = True


def set_quality_rule(
    *, scope: Scope, merchant_id: UUID, draft: QualityRuleDraft, now: datetime, actor: Actor
) -> None:
    """Make a rule, or change the one for the same item and supplier; it holds for what comes in from now on.

    Emits: QualityRuleSet. Raises: Invalid. Queries: 2 to 4.
    """
    problems = _check(draft)
    with transaction(scope):
        sku_ids = get_sku_ids(merchant_id=merchant_id, codes=[draft.sku_code]) if draft.sku_code else {}
        if draft.sku_code and draft.sku_code not in sku_ids:
            problems.append(FieldProblem("sku", "unknown_sku", f"{draft.sku_code} is not in the catalog"))
        if problems:
            raise Invalid(problems)
        names = {draft.supplier_code: ""} if draft.supplier_code else {}
        supplier_ids = ensure_companies(merchant_id=merchant_id, names=names)
        sku_id, supplier_id = sku_ids.get(draft.sku_code), supplier_ids.get(draft.supplier_code)
        rows.execute(
            _SET,
            {
                "merchant_id": merchant_id,
                "sku_id": sku_id,
                "supplier_id": supplier_id,
                "level": draft.level,
                "aql": draft.aql,
                "is_active": draft.is_active,
            },
        )
        told = QualityRuleSet(
            merchant_id=merchant_id,
            aggregate_id=merchant_id,
            sku_id=str(sku_id or ""),
            supplier_id=str(supplier_id or ""),
            level=draft.level,
            aql=draft.aql,
            is_active=draft.is_active,
        )
        record([told], happened_at=now, actor=actor)


def _check(draft: QualityRuleDraft) -> list[FieldProblem]:
    wanted: Sequence[tuple[str, str, Sequence[str]]] = (
        ("level", draft.level, LEVELS),
        ("aql", draft.aql, PERCENT_AQLS),
    )
    problems = [
        FieldProblem(name, "unknown", f"is one of {', '.join(known)}")
        for name, value, known in wanted
        if value not in known
    ]
    if len(draft.supplier_code) > 24:
        problems.append(FieldProblem("supplier_code", "too_long", "has at most 24 characters"))
    return problems
