"""Orders that are there already."""

from collections.abc import Sequence

from packhaus.orders.queries import intake
from packhaus.orders.services.place.outcomes import list_repeats
from packhaus.orders.services.place.plan import Attempt
from packhaus.orders.types import OrderDraft


def answer_repeats(attempt: Attempt, drafts: Sequence[OrderDraft]) -> None:
    """Answer drafts whose order is there already as it was stored. Queries: 1."""
    if not drafts:
        return
    numbers = [draft.external_number for draft in drafts]
    stored = intake.fetch_stored(merchant_id=attempt.merchant_id, channel=drafts[0].channel, numbers=numbers)
    attempt.outcomes.update((placed.external_number, placed) for placed in list_repeats(stored))
