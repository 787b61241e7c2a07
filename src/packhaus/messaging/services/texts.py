"""Hand texts over to the gateways of their merchants, and ask providers what became of those that nobody knows of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.sealing import SealBroken
from packhaus.messaging.gateways.known import list_providers
from packhaus.messaging.gateways.port import Carrier
from packhaus.messaging.locks import Claimed
from packhaus.messaging.queries.gateways import find_gateway
from packhaus.messaging.services.follow import let_next_step_in
from packhaus.messaging.states import CONFIRM, POSTPONE
from packhaus.messaging.types import Delivered, Outcome, Text

# A text that a provider still has in hand is on its list by then.
LOOK_UP_AFTER = timedelta(minutes=3)
LOOK_UP_UNTIL = timedelta(hours=1)
_MOST_LOOK_UPS = 20

_UNKNOWN = """
SELECT m.id, m.merchant_id, a.code, a.name, m.topic_number, m.kind, m.channel, m.language, m.queued_at, b.recipient,
       b.text, b.values
FROM messaging_message AS m
JOIN messaging_messagebody AS b ON b.message_id = m.id
JOIN access_merchant AS a ON a.id = m.merchant_id
WHERE m.status = 'unknown' AND m.channel <> 'email' AND m.claimed_at < %(before)s AND m.claimed_at > %(since)s
ORDER BY m.claimed_at, m.id LIMIT %(most)s
"""
_FOUND = """
UPDATE messaging_message SET status = %(status)s, failure = '', provider_number = %(number)s, sent_at = claimed_at
WHERE id = %(id)s AND status = 'unknown'
"""
_NEVER_CAME = """
UPDATE messaging_message SET status = %(status)s, failure = 'never came', due_at = %(now)s
WHERE id = %(id)s AND status = 'unknown'
"""


class _Lost(NamedTuple):
    id: UUID
    merchant_id: UUID
    merchant_code: str
    shop: str
    topic_number: str
    kind: str
    channel: str
    language: str
    queued_at: datetime
    recipient: str
    text: str
    values: Sequence[str]


class TextCarrier:
    """Finds who carries a merchant's texts.

    Texts in files go to `folder`, to the installation's own when none is given.
    `batch_size` is how many are claimed at once: each may take as long as a provider may be silent.
    """

    batch_size = 20

    def __init__(self, *, folder: Path | None = None) -> None:
        self._folder = folder

    def deliver(self, claimed: Sequence[Claimed]) -> list[Outcome]:
        """Hand texts over, outside any transaction, one after the other; one outcome each, in their order."""
        found: dict[tuple[UUID, str], Carrier | None] = {}
        outcomes = []
        for message in claimed:
            key = (message.merchant_id, message.channel)
            if key not in found:
                found[key] = self.find_carrier(*key)
            carrier = found[key]
            outcomes.append(
                carrier.carry(_make_text(message)) if carrier else Outcome(Delivered.FAILED, "no gateway")
            )
        return outcomes

    def find_carrier(self, merchant_id: UUID, channel: str) -> Carrier | None:
        """Return who carries a channel for a merchant; None when nobody does. Queries: 1."""
        try:
            with transaction(Scope.operator()):
                gateway = find_gateway(merchant_id=merchant_id, channel=channel)
        except SealBroken:
            return None
        if gateway is None:
            return None
        provider = list_providers(self._folder).get(gateway.provider)
        return provider.make(gateway) if provider else None


def look_up_texts(*, now: datetime, texts: TextCarrier | None = None) -> int:
    """Ask providers about texts of which nobody knows; return of how many they knew. Opens its own transactions.

    One that came counts as sent. One that never came is sent again. What a provider can not be asked stays unknown: a
    report of the provider or a person decides.
    """
    texts = texts or TextCarrier()
    with transaction(Scope.operator()):
        parameters = {"before": now - LOOK_UP_AFTER, "since": now - LOOK_UP_UNTIL, "most": _MOST_LOOK_UPS}
        lost = [_Lost._make(row) for row in rows.fetch_tuples(_UNKNOWN, parameters)]
    known = 0
    for message in lost:
        carrier = texts.find_carrier(message.merchant_id, message.channel)
        number = carrier.look_up(_make_text(message)) if carrier else None
        if number is None:
            continue
        known += 1
        with transaction(Scope.operator()):
            if number:
                rows.execute(_FOUND, {"id": message.id, "status": CONFIRM.target, "number": number})
                let_next_step_in(message_ids=[message.id], now=now)
            else:
                rows.execute(_NEVER_CAME, {"id": message.id, "status": POSTPONE.target, "now": now})
    return known


def _make_text(message: Claimed | _Lost) -> Text:
    return Text(
        id=message.id,
        name=f"{message.merchant_code}-{message.topic_number}-{message.kind}-{message.channel}-{message.id}",
        shop=message.shop,
        channel=message.channel,
        kind=message.kind,
        language=message.language,
        recipient=message.recipient or "",
        text=message.text,
        values=tuple(message.values),
        date=message.queued_at,
    )
