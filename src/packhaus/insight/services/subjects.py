"""A person's rights over all apps at once: to be told everything that is known, and to be forgotten."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.insight.errors import SubjectHasOpenOrders, SubjectUnknown
from packhaus.insight.queries.subject import (
    list_open_orders,
    list_subject_messages,
    list_subject_notes,
    list_subject_order_ids,
    list_subject_orders,
    list_subject_parcels,
)
from packhaus.insight.services.erase_contacts import erase_contacts
from packhaus.parties.queries.subjects import list_addresses, list_blobs, list_contact_ids, list_contacts


@dataclass(frozen=True, slots=True)
class SubjectMarks:
    """By what a merchant knows the person; every contact that has any of these is meant."""

    merchant_id: UUID
    contact_ids: tuple[UUID, ...] = ()
    email: str = ""
    phone: str = ""
    reference: str = ""


def forget_subject(*, scope: Scope, marks: SubjectMarks, now: datetime, actor: Actor) -> int:
    """Erase a person: contacts and addresses blanked, messages' words, documents and search keys deleted.

    Mails that were written into a folder go when the transaction is committed. Orders, movements and the journal keep
    ids and figures. Emits: ContactForgotten. Returns how many contacts it was.
    Raises: SubjectUnknown, SubjectHasOpenOrders (nothing is erased).
    """
    with transaction(scope, savepoint=True):
        contact_ids = _find(marks)
        open_orders = list_open_orders(contact_ids=contact_ids)
        if open_orders:
            raise SubjectHasOpenOrders(f"ship or cancel first: {', '.join(open_orders)}", orders=open_orders)
        order_ids = list_subject_order_ids(contact_ids=contact_ids)
        return erase_contacts(contact_ids=contact_ids, order_ids=order_ids, now=now, actor=actor)


def export_subject(*, scope: Scope, marks: SubjectMarks) -> dict[str, Any]:
    """Return everything that is known about a person, ready for JSON but for dates and ids. Queries: 8.

    Raises: SubjectUnknown.
    """
    with transaction(scope):
        contact_ids = _find(marks)
        return {
            "contacts": [asdict(row) for row in list_contacts(contact_ids=contact_ids)],
            "addresses": [asdict(row) for row in list_addresses(contact_ids=contact_ids)],
            "orders": [asdict(row) for row in list_subject_orders(contact_ids=contact_ids)],
            "parcels": [asdict(row) for row in list_subject_parcels(contact_ids=contact_ids)],
            "messages": [asdict(row) for row in list_subject_messages(contact_ids=contact_ids)],
            "notes": [asdict(row) for row in list_subject_notes(contact_ids=contact_ids)],
            "documents": [asdict(row) for row in list_blobs(contact_ids=contact_ids)],
        }


def _find(marks: SubjectMarks) -> list[UUID]:
    found = list_contact_ids(
        merchant_id=marks.merchant_id,
        contact_ids=marks.contact_ids,
        email=marks.email,
        phone=marks.phone,
        reference=marks.reference,
    )
    if not found:
        raise SubjectUnknown("nobody is known by these marks, or they are forgotten already")
    return found
