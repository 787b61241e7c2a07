"""Say what is wrong with drafts in themselves, before anybody asks for them to be placed."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.kernel.errors import FieldProblem
from packhaus.orders.services.place.check import check_draft
from packhaus.orders.services.place.complete import complete_drafts
from packhaus.orders.types import OrderDraft


def find_draft_problems(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[OrderDraft]
) -> list[list[FieldProblem]]:
    """Return for each draft what placing it would refuse without a look at catalog and stock.

    Gaps are filled from the merchant's terms, as when it is placed. Queries: 0, or 1 when terms were not read lately.
    """
    completed = complete_drafts(scope=scope, merchant_id=merchant_id, drafts=drafts)
    return [check_draft(draft) for draft in completed]
