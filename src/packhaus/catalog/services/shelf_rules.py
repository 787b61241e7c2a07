"""Shelf-life rules that name items."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.terms.services.shelf_rules import write_shelf_rules
from packhaus.terms.types.shelf_rules import ShelfRuleDraft


def write_rules_of_items(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[ShelfRuleDraft], now: datetime, actor: Actor
) -> list[UUID]:
    """Write down shelf-life rules of a merchant, all or none, whose items there are; return the ids of the new ones.

    Emits: ShelfRuleWritten. Raises: Invalid with every problem, NotFound. Queries: 2, 3 where items are named.
    """
    with transaction(scope):
        named = {draft.sku for draft in drafts if draft.sku}
        known = get_sku_ids(merchant_id=merchant_id, codes=sorted(named)) if named else {}
        unknown = [
            FieldProblem(f"rules.{place}.sku", "unknown", "is no item of this merchant")
            for place, draft in enumerate(drafts)
            if draft.sku and draft.sku not in known
        ]
        if unknown:
            raise Invalid(unknown)
        return write_shelf_rules(scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor)
