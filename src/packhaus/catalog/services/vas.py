"""Write down which value-added services a merchant offers, and switch them off and on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import VasOptionsSaved
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.catalog.types import MATERIALS, VAS_KINDS, VAS_PER, VAS_STEPS, VasOptionDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id

MOST_OPTIONS = 200
MAX_MINUTES = 1_440
MAX_UNITS = 1_000
MAX_GRAMS = 100_000
LANGUAGES = ("en", "de", "id")
_LONGEST = {"names": 60, "instructions": 1_000}

_SWITCH = """
UPDATE catalog_vasoption SET is_active = %(is_active)s WHERE id = %(id)s AND is_active <> %(is_active)s
RETURNING merchant_id, code
"""
_CODE = "SELECT code FROM catalog_vasoption WHERE id = %(id)s"

_SAVE = """
INSERT INTO catalog_vasoption (id, merchant_id, code, kind, names, instructions, minutes, per, step, asks_text, sku_id,
    sku_quantity, material, material_grams, is_active)
SELECT r.id, %(merchant_id)s, r.code, r.kind, r.names, r.instructions, r.minutes, r.per, r.step, r.asks_text, r.sku_id,
    r.sku_quantity, r.material, r.material_grams, r.is_active
FROM json_to_recordset(%(options)s::json) AS r(id uuid, code text, kind text, names jsonb, instructions jsonb,
    minutes int, per text, step text, asks_text boolean, sku_id uuid, sku_quantity bigint, material text,
    material_grams int, is_active boolean)
ORDER BY r.code
ON CONFLICT (merchant_id, code) DO UPDATE SET kind = excluded.kind, names = excluded.names,
    instructions = excluded.instructions, minutes = excluded.minutes, per = excluded.per, step = excluded.step,
    asks_text = excluded.asks_text, sku_id = excluded.sku_id, sku_quantity = excluded.sku_quantity,
    material = excluded.material, material_grams = excluded.material_grams, is_active = excluded.is_active
"""


def save_vas_options(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[VasOptionDraft], now: datetime, actor: Actor
) -> None:
    """Offer value-added services or change those with a known code, all or none.

    Emits: VasOptionsSaved. Queries: 3. Raises: Invalid with every problem.
    """
    assert 0 < len(drafts) <= MOST_OPTIONS
    with transaction(scope):
        skus = get_sku_ids(merchant_id=merchant_id, codes=[draft.sku for draft in drafts if draft.sku])
        problems = [
            problem for place, draft in enumerate(drafts) for problem in _check_option(place, draft, skus)
        ]
        codes = [draft.code for draft in drafts]
        if len(set(codes)) < len(codes):
            problems.append(FieldProblem("options", "taken", "have each code once"))
        if problems:
            raise Invalid(problems)
        options = [_as_option(draft, skus) for draft in drafts]
        rows.execute(_SAVE, {"merchant_id": merchant_id, "options": json.dumps(options)})
        fact = VasOptionsSaved(
            merchant_id=merchant_id, aggregate_id=merchant_id, count=len(codes), codes=sorted(codes)[:100]
        )
        record([fact], happened_at=now, actor=actor)


def switch_vas_option(*, scope: Scope, option_id: UUID, is_active: bool, now: datetime, actor: Actor) -> str:
    """Switch a value-added service off or on and return its code; twice is once.

    What is off is not added by rules and cannot be asked for; what orders asked for before is still done.
    Emits: VasOptionsSaved. Queries: 1 or 2. Raises: NotFound.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_SWITCH, {"id": option_id, "is_active": is_active})
        if not found:
            known = rows.fetch_tuples(_CODE, {"id": option_id})
            if not known:
                raise NotFound("there is no such value-added service")
            return str(known[0][0])
        ((merchant_id, code),) = found
        fact = VasOptionsSaved(merchant_id=merchant_id, aggregate_id=merchant_id, count=1, codes=[code])
        record([fact], happened_at=now, actor=actor)
        return str(code)


def _as_option(draft: VasOptionDraft, skus: Mapping[str, UUID]) -> dict[str, object]:
    row = asdict(draft)
    sku = skus.get(row.pop("sku"))
    return {**row, "id": str(new_id()), "sku_id": str(sku) if sku else None}


def _check_option(place: int, draft: VasOptionDraft, skus: Mapping[str, UUID]) -> Iterator[FieldProblem]:
    path = f"options.{place}"
    if not draft.code or len(draft.code) > 16 or not draft.code.replace("-", "").replace("_", "").isalnum():
        yield FieldProblem(f"{path}.code", "format", "is letters, digits, - and _, at most 16")
    for name, value, known in (
        ("kind", draft.kind, VAS_KINDS),
        ("per", draft.per, VAS_PER),
        ("step", draft.step, VAS_STEPS),
        ("material", draft.material, ("", *MATERIALS)),
    ):
        if value not in known:
            yield FieldProblem(f"{path}.{name}", "unknown", f"is one of {', '.join(filter(None, known))}")
    yield from _check_texts(path, draft)
    for name, number, most in (
        ("minutes", draft.minutes, MAX_MINUTES),
        ("sku_quantity", draft.sku_quantity, MAX_UNITS),
        ("material_grams", draft.material_grams, MAX_GRAMS),
    ):
        if not 0 <= number <= most:
            yield FieldProblem(f"{path}.{name}", "range", f"is from 0 to {most}")
    if draft.sku and draft.sku not in skus:
        yield FieldProblem(f"{path}.sku", "unknown", "is no item of this merchant")
    if bool(draft.sku) != bool(draft.sku_quantity):
        yield FieldProblem(f"{path}.sku_quantity", "required", "goes with an item")
    if bool(draft.material) != bool(draft.material_grams):
        yield FieldProblem(f"{path}.material_grams", "required", "goes with a material")


def _check_texts(path: str, draft: VasOptionDraft) -> Iterator[FieldProblem]:
    if not any(text.strip() for text in draft.names.values()):
        yield FieldProblem(f"{path}.names", "required", "is said in one language at least")
    for name, texts in (("names", draft.names), ("instructions", draft.instructions)):
        if not texts.keys() <= set(LANGUAGES):
            yield FieldProblem(f"{path}.{name}", "unknown", f"are in {', '.join(LANGUAGES)}")
        if any(len(text) > _LONGEST[name] for text in texts.values()):
            yield FieldProblem(f"{path}.{name}", "too_long", f"have at most {_LONGEST[name]} characters")
