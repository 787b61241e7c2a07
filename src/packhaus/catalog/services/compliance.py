"""Write down what laws want to know of items."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import ComplianceSaved
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.catalog.types import ComplianceDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.terms.types.registrations import BATTERY_KINDS

MOST_AT_ONCE = 5_000
_TEXTS = (("brand", 60), ("device_class", 40), ("responsible_person", 400), ("warnings", 2000))
_SAVE = """
INSERT INTO catalog_skucompliance (merchant_id, sku_id, brand, device_class, battery_kind, battery_grams,
    is_textile, responsible_person, warnings, changed_at)
SELECT %(merchant_id)s, r.sku_id, r.brand, r.device_class, r.battery_kind, r.battery_grams, r.is_textile,
       r.responsible_person, r.warnings, %(now)s
FROM json_to_recordset(%(items)s::json) AS r(sku_id uuid, brand text, device_class text, battery_kind text,
    battery_grams int, is_textile boolean, responsible_person text, warnings text)
ORDER BY r.sku_id
ON CONFLICT (merchant_id, sku_id) DO UPDATE SET brand = excluded.brand, device_class = excluded.device_class,
    battery_kind = excluded.battery_kind, battery_grams = excluded.battery_grams, is_textile = excluded.is_textile,
    responsible_person = excluded.responsible_person, warnings = excluded.warnings, changed_at = excluded.changed_at
"""


def set_compliance(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[ComplianceDraft], now: datetime, actor: Actor
) -> None:
    """Write down what laws want to know of a merchant's items, all or none; what stood there before is replaced.

    Emits: ComplianceSaved. Raises: Invalid with every problem. Queries: 3.
    """
    assert 0 < len(drafts) <= MOST_AT_ONCE
    with transaction(scope):
        ids = get_sku_ids(merchant_id=merchant_id, codes=[draft.sku_code for draft in drafts])
        problems = [problem for place, draft in enumerate(drafts) for problem in _check(place, draft, ids)]
        if problems:
            raise Invalid(problems)
        items = {ids[draft.sku_code]: draft for draft in drafts}
        texts = [{**asdict(draft), "sku_id": str(id_)} for id_, draft in items.items()]
        rows.execute(_SAVE, {"merchant_id": merchant_id, "items": json.dumps(texts), "now": now})
        fact = ComplianceSaved(
            merchant_id=merchant_id,
            aggregate_id=merchant_id,
            count=len(items),
            codes=sorted(draft.sku_code for draft in items.values())[:100],
        )
        record([fact], happened_at=now, actor=actor)


def _check(place: int, draft: ComplianceDraft, ids: Mapping[str, UUID]) -> Iterator[FieldProblem]:
    path = f"items.{place}"
    if draft.sku_code not in ids:
        yield FieldProblem(f"{path}.sku_code", "unknown", "is no item of this merchant")
    if draft.battery_kind and draft.battery_kind not in BATTERY_KINDS:
        yield FieldProblem(f"{path}.battery_kind", "unknown", f"is one of {', '.join(BATTERY_KINDS)}")
    if not 0 <= draft.battery_grams <= 10**8 or (draft.battery_grams and not draft.battery_kind):
        yield FieldProblem(
            f"{path}.battery_grams", "superfluous", "is the weight of a battery whose kind is given"
        )
    if (draft.device_class or draft.battery_kind) and not draft.brand.strip():
        yield FieldProblem(f"{path}.brand", "required", "is needed for devices and batteries")
    for name, most in _TEXTS:
        if len(getattr(draft, name)) > most:
            yield FieldProblem(f"{path}.{name}", "too_long", f"is at most {most} printable characters")
