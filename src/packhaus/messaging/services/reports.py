"""Apply what a provider tells afterwards. The same told twice, or in another order, changes nothing more."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.messaging.gateways.port import Gateway
from packhaus.messaging.gateways.reports import Answer, NotSigned, Report, read_reports
from packhaus.messaging.queries.gateways import get_gateway
from packhaus.messaging.services.follow import let_next_step_in
from packhaus.messaging.services.permissions import Said, note_said
from packhaus.messaging.states import BOUNCE, CONFIRM
from packhaus.parties.phones import is_e164

__all__ = ["NotSigned", "is_own_challenge", "take_reports"]

_STOP = frozenset(
    {"stop", "stopp", "stopall", "unsubscribe", "cancel", "end", "quit", "berhenti", "abmelden", "arret"}
)
_START = frozenset({"start", "unstop", "mulai"})

_WHICH = """
WHERE m.channel = %(channel)s AND ((%(number)s <> '' AND m.provider_number = %(number)s) OR m.id = %(id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR m.merchant_id = %(merchant_id)s::uuid)
"""
_FAILED = f"""
UPDATE messaging_message AS m SET status = %(status)s, failure = %(failure)s, delivered_at = NULL
{_WHICH} AND m.status = ANY(%(sources)s::text[]) AND m.delivered_at IS NULL RETURNING m.id
"""  # noqa: S608 - constants
_ARRIVED = f"""
UPDATE messaging_message AS m SET status = %(status)s, failure = '', sent_at = coalesce(m.sent_at, m.claimed_at),
    provider_number = CASE WHEN m.provider_number = '' THEN %(number)s ELSE m.provider_number END,
    delivered_at = CASE WHEN %(has_arrived)s THEN coalesce(m.delivered_at, %(now)s) ELSE m.delivered_at END
{_WHICH} AND m.status = ANY(%(sources)s::text[]) RETURNING m.id
"""  # noqa: S608 - constants
_WRITERS = """
SELECT DISTINCT merchant_id FROM messaging_messagebody
WHERE html = '' AND recipient = %(address)s AND (%(merchant_id)s::uuid IS NULL OR merchant_id = %(merchant_id)s::uuid)
"""
_OWNER = "SELECT merchant_id FROM messaging_messagegateway WHERE id = %(id)s"


def take_reports(
    *, gateway_id: UUID, url: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> int:
    """Take in a provider's request; return how many messages and permissions it changed. Opens its own transaction.

    Raises: NotFound, SealBroken, NotSigned (nothing was written).
    """
    with transaction(Scope.operator()):
        gateway = get_gateway(gateway_id=gateway_id)
        owner: UUID | None = rows.fetch_value(_OWNER, {"id": gateway_id})
        changed = 0
        for told in read_reports(gateway, url=url, headers=headers, body=body):
            if isinstance(told, Report):
                changed += _take_report(gateway, owner, told, now)
            else:
                changed += _take_answer(gateway, owner, told, now)
    return changed


def is_own_challenge(*, gateway_id: UUID, token: str) -> bool:
    """Tell whether Meta asks with the word that it was given for this gateway: its id."""
    return token == str(gateway_id)


def _take_report(gateway: Gateway, owner: UUID | None, report: Report, now: datetime) -> int:
    parameters = {
        "channel": gateway.channel, "number": report.number[:80], "id": report.message_id, "merchant_id": owner,
        "now": now,
    }  # fmt: skip
    if report.is_failed:
        moved = parameters | {
            "status": BOUNCE.target, "sources": list(BOUNCE.sources), "failure": report.failure,
        }  # fmt: skip
        found = rows.fetch_tuples(_FAILED, moved)
    else:
        arrived = parameters | {
            "status": CONFIRM.target, "sources": [*CONFIRM.sources, CONFIRM.target], "has_arrived": report.has_arrived,
        }  # fmt: skip
        found = rows.fetch_tuples(_ARRIVED, arrived)
    if found:
        let_next_step_in(message_ids=[id_ for (id_,) in found], now=now)
    return len(found)


def _take_answer(gateway: Gateway, owner: UUID | None, answer: Answer, now: datetime) -> int:
    """Take STOP and START; everything else is for the shop's own people, whom the provider tells."""
    word = answer.words.strip().strip(".!").casefold()
    if word not in _STOP | _START or not is_e164(answer.address):
        return 0
    found = rows.fetch_tuples(_WRITERS, {"address": answer.address, "merchant_id": owner})
    reason, wording = ("stop_reply", "") if word in _STOP else ("opted_in", word.upper())
    return sum(
        note_said(
            said=Said(
                merchant_id=merchant_id, channel=gateway.channel, address=answer.address, reason=reason, how="reply",
                wording=wording,
            ),
            now=now,
            actor=SYSTEM,
        )
        for (merchant_id,) in found
    )  # fmt: skip
