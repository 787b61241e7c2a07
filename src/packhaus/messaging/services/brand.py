"""Change how a merchant's messages look: who they come from, in which colour, with which words below, who answers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.messaging.events import MessageBrandChanged
from packhaus.messaging.services.check_wording import check_brand
from packhaus.messaging.types import BrandDraft

_SAVE = """
INSERT INTO messaging_messagebrand (merchant_id, sender_name, colour, reply_to, footer_en, footer_de, footer_id,
    changed_at, changed_by)
VALUES (%(merchant_id)s, %(sender_name)s, %(colour)s, %(reply_to)s, %(en)s, %(de)s, %(id)s, %(now)s, %(by)s)
ON CONFLICT (merchant_id) DO UPDATE SET sender_name = excluded.sender_name, colour = excluded.colour,
    reply_to = excluded.reply_to, footer_en = excluded.footer_en, footer_de = excluded.footer_de,
    footer_id = excluded.footer_id, changed_at = excluded.changed_at, changed_by = excluded.changed_by
"""


def save_brand(*, scope: Scope, merchant_id: UUID, draft: BrandDraft, now: datetime, actor: Actor) -> None:
    """Save how a merchant's messages look from now on; messages that are queued stay as they are.

    Emits: MessageBrandChanged. Queries: 2. Raises: Invalid with every problem; NotFound.
    """
    if not scope.sees(merchant_id):
        raise NotFound("merchant not found")
    draft = replace(
        draft,
        sender_name=draft.sender_name.strip(),
        colour=draft.colour.lower(),
        footers={language: _even(text) for language, text in draft.footers.items()},
    )
    if problems := list(check_brand(draft)):
        raise Invalid(problems)
    parameters = {
        "merchant_id": merchant_id, "sender_name": draft.sender_name, "colour": draft.colour,
        "reply_to": draft.reply_to, "now": now, "by": actor.id[:40],
        **{language: draft.footers.get(language, "") for language in ("en", "de", "id")},
    }  # fmt: skip
    with transaction(scope):
        rows.execute(_SAVE, parameters)
        fact = MessageBrandChanged(merchant_id=merchant_id, aggregate_id=merchant_id)
        record([fact], happened_at=now, actor=actor)


def _even(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
