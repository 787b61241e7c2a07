"""Write down what a carrier answered: the label, its refusal, or nothing; and what becomes of the shipment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.kernel import rows
from packhaus.parties.services.keep_document import DocumentDraft, keep_documents
from packhaus.shipping.gateways.port import Bought, NotBought, Purchase, Unknown, Voided
from packhaus.shipping.locks import LockedPurchase, lock_purchase
from packhaus.shipping.services.fall_back import FellBack, ask_again, fall_back
from packhaus.shipping.states import (
    ASK,
    BUY,
    GIVE_BACK,
    KEEP,
    LABEL,
    LOSE,
    POSTPONE,
    REFUSE,
    TAKE_BACK,
)
from packhaus.terms.queries.get_terms import get_terms

# After the first, second, … time that a carrier could not be asked; then the last again and again.
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1),
)  # fmt: skip
# A carrier that knows of nothing is believed after so many looks, the last of them a quarter of an hour after it was
# asked: it may still have been at it when it fell silent.
LOOKS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
NO_LOOKUP = "no_lookup"
# A parcel is asked after when a truck may have taken it.
FIRST_LOOK = timedelta(hours=2)
_OPEN = (ASK.target, LOSE.target)

_SETTLE = """
UPDATE shipping_labelpurchase
SET status = %(status)s, failure = %(failure)s, told = %(told)s, due_at = %(due_at)s::timestamptz,
    identifier = coalesce(%(identifier)s, identifier), lookups = lookups + %(looked)s,
    settled_at = CASE WHEN %(is_settled)s THEN %(now)s::timestamptz END, blob_ids = %(blob_ids)s::uuid[],
    track_due_at = %(track_due_at)s::timestamptz
WHERE id = %(id)s::uuid
"""
_LABEL = """
WITH parcel AS (
    UPDATE shipping_parcel AS p SET tracking_number = t.number
    FROM unnest(%(numbers)s::text[]) WITH ORDINALITY AS t(number, place)
    WHERE p.shipment_id = %(shipment_id)s::uuid AND p.number = t.place
)
UPDATE shipping_shipment SET status = %(target)s WHERE id = %(shipment_id)s::uuid AND status = ANY(%(sources)s::text[])
"""
_CONTACT = """
SELECT a.contact_id FROM shipping_shipment AS s JOIN parties_address AS a ON a.id = s.address_id
WHERE s.id = %(id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a step: `bought`, `refused`, `unknown`, `voided`, `kept`; or `nothing` that anybody must be told.

    `next`: the service that takes the shipment instead.
    """

    what: str
    merchant_id: UUID
    shipment_id: UUID
    fulfillment_id: UUID
    carrier_code: str
    service_code: str
    failure: str = ""
    next: FellBack | None = None


def settle_purchase(*, purchase_id: UUID, answer: Purchase, now: datetime) -> Settled:
    """Write down the answer to a purchase or a look-up, in the caller's transaction; twice is once.

    A label that nobody waits for any more is given back. Where nothing was bought, or nobody knows, the next allowed
    service takes the shipment; a label that turns up later is given back then.
    Locks: the shipment, the purchase. Queries: 2 to 10. Raises: PurchaseNotFound.
    """
    purchase = lock_purchase(purchase_id)
    if purchase.status not in _OPEN:
        return _tell(purchase, "nothing")
    if isinstance(answer, Bought):
        return _keep(purchase_id, purchase, answer, now)
    if isinstance(answer, NotBought):
        return _refuse(purchase_id, purchase, answer, now)
    return _lose(purchase_id, purchase, answer, now)


def settle_void(*, purchase_id: UUID, answer: Voided, now: datetime) -> Settled:
    """Write down whether the carrier took a label back, in the caller's transaction. Queries: 2.

    One that could not be asked is asked again; one that said no keeps the label, and a person sees it.
    """
    purchase = lock_purchase(purchase_id)
    if purchase.status not in TAKE_BACK.sources:
        return _tell(purchase, "nothing")
    if answer.is_void:
        _write(purchase_id, TAKE_BACK.target, now=now)
        return _tell(purchase, "voided")
    if answer.failure in {"unreachable", "silent", "garbled", "cut_off"}:
        due_at = now + PAUSES[-1]
        _write(purchase_id, purchase.status, now=now, failure=answer.failure, due_at=due_at)
        return _tell(purchase, "nothing")
    _write(purchase_id, KEEP.target, now=now, failure=answer.failure, told=answer.told)
    return _tell(purchase, "kept", answer.failure)


def _keep(id_: UUID, purchase: LockedPurchase, answer: Bought, now: datetime) -> Settled:
    if not purchase.is_wanted:
        _write(id_, GIVE_BACK.target, now=now, identifier=answer.identifier, due_at=now)
        return _tell(purchase, "nothing")
    days = get_terms(Scope.operator(), merchant_id=purchase.merchant_id, at=now).retention_photo_days
    contact_id = rows.fetch_value(_CONTACT, {"id": purchase.shipment_id})
    documents = [DocumentDraft(contact_id, label) for label in answer.labels]
    keep_documents(
        merchant_id=purchase.merchant_id,
        kind="label",
        media_type="application/pdf",
        documents=documents,
        now=now,
        expires_at=now + timedelta(days=days),
    )
    blob_ids = [document.id for document in documents]
    _write(
        id_,
        BUY.target,
        now=now,
        identifier=answer.identifier,
        blob_ids=blob_ids,
        track_due_at=now + FIRST_LOOK,
    )
    labelled = {"shipment_id": purchase.shipment_id, "numbers": list(answer.tracking_numbers)}
    rows.execute(_LABEL, {**labelled, "target": LABEL.target, "sources": list(LABEL.sources)})
    return _tell(purchase, "bought")


def _refuse(id_: UUID, purchase: LockedPurchase, answer: NotBought, now: datetime) -> Settled:
    if purchase.status == LOSE.target and not answer.is_down and purchase.lookups + 1 < len(LOOKS):
        due_at = now + LOOKS[purchase.lookups + 1]
        _write(id_, LOSE.target, now=now, failure=answer.failure, due_at=due_at, looked=1)
        return _tell(purchase, "nothing")
    if purchase.status == ASK.target and answer.is_down and purchase.is_wanted:
        moved = fall_back(purchase=purchase, is_carrier_out=True, now=now)
        if moved is None:
            due_at = now + PAUSES[min(purchase.attempts, len(PAUSES)) - 1]
            _write(id_, POSTPONE.target, now=now, failure=answer.failure, due_at=due_at)
            return _tell(purchase, "refused" if purchase.attempts == 1 else "nothing", answer.failure)
        _write(id_, REFUSE.target, now=now, failure=answer.failure)
        return _tell(purchase, "refused", answer.failure, moved)
    was_unknown = purchase.status == LOSE.target
    _write(id_, REFUSE.target, now=now, failure=answer.failure, told=answer.told)
    if not purchase.is_wanted:
        return _tell(purchase, "nothing")
    if was_unknown:  # nothing was sold after all, and no other service takes it: the same is asked anew
        ask_again(purchase_id=id_, now=now)
        return _tell(purchase, "nothing")
    moved = fall_back(purchase=purchase, is_carrier_out=False, now=now)
    return _tell(purchase, "refused", answer.failure, moved)


def _lose(id_: UUID, purchase: LockedPurchase, answer: Unknown, now: datetime) -> Settled:
    is_first = purchase.status == ASK.target
    pause = LOOKS[0] if is_first else PAUSES[min(purchase.lookups + 2, len(PAUSES) - 1)]
    # A carrier that can't be asked what it sold is asked by a person.
    due_at = None if answer.failure == NO_LOOKUP else now + pause
    _write(id_, LOSE.target, now=now, failure=answer.failure, due_at=due_at)
    if not purchase.is_wanted:
        return _tell(purchase, "nothing")
    moved = fall_back(purchase=purchase, is_carrier_out=True, now=now)
    return _tell(purchase, "unknown" if moved or is_first else "nothing", answer.failure, moved)


def _write(id_: UUID, status: str, *, now: datetime, **said: Any) -> None:
    is_settled = status in {BUY.target, REFUSE.target, TAKE_BACK.target, KEEP.target}
    defaults: Mapping[str, Any] = {
        "failure": "", "told": "", "due_at": None, "identifier": None, "looked": 0, "blob_ids": [],
        "track_due_at": None,
    }  # fmt: skip
    rows.execute(
        _SETTLE, {**defaults, **said, "id": id_, "status": status, "now": now, "is_settled": is_settled}
    )


def _tell(purchase: LockedPurchase, what: str, failure: str = "", moved: FellBack | None = None) -> Settled:
    return Settled(
        what,
        purchase.merchant_id,
        purchase.shipment_id,
        purchase.fulfillment_id,
        purchase.carrier_code,
        purchase.service_code,
        failure,
        moved,
    )
