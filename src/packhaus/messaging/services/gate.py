"""What may leave now: whether its reader allows it, whether it is night there, whether there were too many today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.decide.quiet import find_end_of_quiet
from packhaus.kernel import rows
from packhaus.messaging.locks import Claimed
from packhaus.messaging.queries.permissions import make_keys
from packhaus.messaging.types import Delivered, NoticeKind, Outcome
from packhaus.parties.phones import list_zones

MOST_TEXTS_A_DAY = 5
_DAY = timedelta(days=1)
# What is asked for or may hurt somebody is told to whoever wants no other news.
_ALWAYS_TOLD = frozenset({
    NoticeKind.RECALL.value, NoticeKind.TRACKING_LINK.value, NoticeKind.NOTE_RECEIVED.value,
    NoticeKind.NOTE_ANSWERED.value,
})  # fmt: skip
_NOT_WANTED = frozenset({"opted_out", "by_hand"})

_SAID = """
SELECT merchant_id, channel, address_key, is_allowed, reason FROM messaging_messagepermission
WHERE merchant_id = ANY(%(merchant_ids)s::uuid[]) AND address_key = ANY(%(keys)s::text[])
"""
_TOLD = """
SELECT m.merchant_id, b.recipient, count(*) FROM messaging_messagebody AS b
JOIN messaging_message AS m ON m.id = b.message_id
WHERE b.html = '' AND b.recipient = ANY(%(recipients)s::text[]) AND m.status IN ('sent', 'unknown')
  AND m.claimed_at > %(since)s
GROUP BY 1, 2
"""


def hold_back(claimed: Sequence[Claimed], *, now: datetime) -> Mapping[UUID, Outcome]:
    """Return the outcome of every message that may not leave now, in the running transaction.

    Queries: 1, 2 for texts.
    """
    known = [message for message in claimed if message.recipient]
    if not known:
        return {}
    keys = {message.id: make_keys(message.recipient or "") for message in known}
    found = rows.fetch_tuples(
        _SAID,
        {
            "merchant_ids": list({message.merchant_id for message in known}),
            "keys": sorted({key for own in keys.values() for key in own}),
        },
    )
    said = {(merchant, channel, key): (allowed, reason) for merchant, channel, key, allowed, reason in found}
    held = {}
    for message in known:
        answers = [said.get((message.merchant_id, message.channel, key)) for key in keys[message.id]]
        refused = _refuse(message, next((answer for answer in answers if answer), None))
        if refused:
            held[message.id] = Outcome(Delivered.SKIPPED, refused)
    texts = [message for message in known if message.channel != "email" and message.id not in held]
    return held | (_hold_texts(texts, now) if texts else {})


def _refuse(message: Claimed, answer: tuple[bool, str] | None) -> str:
    """Return why a person is not told over this channel; WhatsApp alone needs a yes before."""
    if answer is None:
        return "no consent" if message.channel == "whatsapp" else ""
    is_allowed, reason = answer
    if is_allowed:
        return "no consent" if message.channel == "whatsapp" and reason != "opted_in" else ""
    is_told = message.channel == "email" and message.kind in _ALWAYS_TOLD and reason in _NOT_WANTED
    return "" if is_told else reason.replace("_", " ")


def _hold_texts(texts: Sequence[Claimed], now: datetime) -> dict[UUID, Outcome]:
    held = {}
    recipients = sorted({message.recipient or "" for message in texts})
    found = rows.fetch_tuples(_TOLD, {"recipients": recipients, "since": now - _DAY})
    told = Counter({(merchant, recipient): count for merchant, recipient, count in found})
    for message in texts:
        until = find_end_of_quiet(now=now, zones=list_zones(message.recipient or ""))
        if until > now:
            held[message.id] = Outcome(Delivered.LATER, "quiet hours", until=until)
            continue
        told[message.merchant_id, message.recipient] += 1
        if told[message.merchant_id, message.recipient] > MOST_TEXTS_A_DAY:
            held[message.id] = Outcome(Delivered.SKIPPED, "limit of a day")
    return held
