"""What becomes of the other channels of a message when one of them has come to its end."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.messaging.states import SPARE, STEP_IN

_FOLLOW = """
UPDATE messaging_message AS m
SET status = CASE WHEN e.status = 'sent' THEN %(spared)s ELSE %(queued)s END,
    due_at = CASE WHEN e.status = 'sent' THEN m.due_at ELSE %(now)s::timestamptz END
FROM messaging_message AS e
WHERE e.id = ANY(%(ids)s::uuid[]) AND m.merchant_id = e.merchant_id AND m.fact = e.fact
  AND m.contact_id = e.contact_id AND m.rank > e.rank
  AND ((e.status = 'sent' AND m.status = ANY(%(spare)s::text[]))
    OR (e.status IN ('failed', 'skipped') AND m.rank = e.rank + 1 AND m.status = ANY(%(step_in)s::text[])))
"""


def let_next_step_in(*, message_ids: Sequence[UUID], now: datetime) -> int:
    """Queue the next channel of messages that failed or were not allowed, spare the others of those that were sent.

    In the running transaction; returns how many moved. Queries: 1.
    """
    parameters = {
        "ids": list(message_ids), "now": now, "spared": SPARE.target, "queued": STEP_IN.target,
        "spare": list(SPARE.sources), "step_in": list(STEP_IN.sources),
    }  # fmt: skip
    return rows.execute(_FOLLOW, parameters)
