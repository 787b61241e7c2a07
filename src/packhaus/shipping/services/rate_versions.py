"""From a draft of a rate card to prices that hold, and back: publish, withdraw, and take either back."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.shipping.errors import RateCardTaken
from packhaus.shipping.events import RatesPublished, RatesRestored, RatesUnpublished, RatesWithdrawn
from packhaus.shipping.locks import lock_rate_card
from packhaus.shipping.queries.contracts import forget_contracts
from packhaus.shipping.queries.rate_cards import RateVersionRow, find_same_day, get_version
from packhaus.shipping.states import PUBLISH_RATES, RESTORE_RATES, UNPUBLISH_RATES, WITHDRAW_RATES

_PUBLISHED = """
UPDATE shipping_ratecardversion SET published_at = %(now)s, published_by = %(actor_id)s WHERE id = %(id)s::uuid
"""
_IN_THE_WAY = """
SELECT EXISTS (SELECT FROM shipping_servicechoice WHERE version_id = %(id)s::uuid),
       EXISTS (SELECT FROM shipping_ratecardversion WHERE card_id = %(card_id)s::uuid AND status = 'draft')
"""
_UNPUBLISHED = """
UPDATE shipping_ratecardversion SET published_at = NULL, published_by = '' WHERE id = %(id)s::uuid
"""

_Turned = type[RatesPublished | RatesWithdrawn | RatesUnpublished | RatesRestored]


def publish_rates(*, scope: Scope, version_id: UUID, now: datetime, actor: Actor) -> None:
    """Let a draft hold from its day on. Emits: RatesPublished.

    Raises: RateCardTaken when a published version begins on the same day; IllegalTransition; NotFound.
    """
    with transaction(scope):
        version = get_version(scope, version_id=version_id)
        lock_rate_card(version.card_id)
        _refuse_same_day(version)
        rows.execute(_PUBLISHED, {"id": version_id, "now": now, "actor_id": actor.id[:40]})
        apply_transition(PUBLISH_RATES, table="shipping_ratecardversion", ids=[version_id])
        _tell(RatesPublished, version, now, actor)
    forget_contracts()


def withdraw_rates(*, scope: Scope, version_id: UUID, now: datetime, actor: Actor) -> None:
    """Let a published version not count any longer; what it priced stays. Emits: RatesWithdrawn.

    Raises: IllegalTransition, NotFound.
    """
    with transaction(scope):
        version = get_version(scope, version_id=version_id)
        apply_transition(WITHDRAW_RATES, table="shipping_ratecardversion", ids=[version_id])
        _tell(RatesWithdrawn, version, now, actor)
    forget_contracts()


def unpublish_rates(*, scope: Scope, version_id: UUID, now: datetime, actor: Actor) -> None:
    """Make a published version the card's draft again, as long as nothing was priced by it. Emits: RatesUnpublished.

    Raises: RateCardTaken when it has priced a shipment, or the card has another draft; IllegalTransition; NotFound.
    """
    with transaction(scope):
        version = get_version(scope, version_id=version_id)
        lock_rate_card(version.card_id)
        [(has_priced, has_draft)] = rows.fetch_tuples(
            _IN_THE_WAY, {"id": version_id, "card_id": version.card_id}
        )
        if has_priced:
            raise RateCardTaken(
                "the version has priced a shipment; it can be withdrawn",
                version=version.number,
                reason="priced",
            )
        if has_draft:
            raise RateCardTaken("the card has another draft", version=version.number, reason="draft")
        apply_transition(UNPUBLISH_RATES, table="shipping_ratecardversion", ids=[version_id])
        rows.execute(_UNPUBLISHED, {"id": version_id})
        _tell(RatesUnpublished, version, now, actor)
    forget_contracts()


def restore_rates(*, scope: Scope, version_id: UUID, now: datetime, actor: Actor) -> None:
    """Let a withdrawn version count again. Emits: RatesRestored.

    Raises: RateCardTaken when another published version begins on the same day; IllegalTransition; NotFound.
    """
    with transaction(scope):
        version = get_version(scope, version_id=version_id)
        lock_rate_card(version.card_id)
        _refuse_same_day(version)
        apply_transition(RESTORE_RATES, table="shipping_ratecardversion", ids=[version_id])
        _tell(RatesRestored, version, now, actor)
    forget_contracts()


def _refuse_same_day(version: RateVersionRow) -> None:
    same = find_same_day(version)
    if same:
        raise RateCardTaken("a published version begins on the same day", version=same)


def _tell(kind: _Turned, version: RateVersionRow, now: datetime, actor: Actor) -> None:
    fact = kind(
        merchant_id=version.merchant_id,
        aggregate_id=version.card_id,
        carrier=version.carrier_code,
        version=version.number,
    )
    record([fact], happened_at=now, actor=actor)
