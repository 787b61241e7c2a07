"""Keep bytes about a person until they expire or the person is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_KEEP = """
INSERT INTO parties_blob (id, merchant_id, contact_id, kind, media_type, content, created_at, expires_at)
VALUES (%(id)s::uuid, %(merchant_id)s::uuid, %(contact_id)s::uuid, %(kind)s, %(media_type)s, %(content)s::bytea,
    %(now)s, %(expires_at)s)
"""
_KEEP_MANY = """
INSERT INTO parties_blob (id, merchant_id, contact_id, kind, media_type, content, created_at, expires_at)
SELECT d.id, %(merchant_id)s::uuid, d.contact_id, %(kind)s, %(media_type)s, d.content, %(now)s, %(expires_at)s
FROM unnest(%(ids)s::uuid[], %(contact_ids)s::uuid[], %(contents)s::bytea[]) AS d(id, contact_id, content)
"""
_DELETE = "DELETE FROM parties_blob WHERE id = ANY(%(ids)s::uuid[])"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """One of many documents, with the id that it will have."""

    contact_id: UUID | str | None
    content: bytes
    id: UUID = field(default_factory=new_id)


def keep_documents(
    *,
    merchant_id: UUID,
    kind: str,
    media_type: str,
    documents: Sequence[DocumentDraft],
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep many documents of one kind in the running transaction. Queries: 1."""
    rows.execute(
        _KEEP_MANY,
        {
            "merchant_id": merchant_id,
            "kind": kind,
            "media_type": media_type,
            "ids": [one.id for one in documents],
            "contact_ids": [one.contact_id and str(one.contact_id) for one in documents],
            "contents": [one.content for one in documents],
            "now": now,
            "expires_at": expires_at,
        },
    )


def keep_document(
    *,
    merchant_id: UUID,
    contact_id: UUID | None,
    kind: str,
    media_type: str,
    content: bytes,
    now: datetime,
    expires_at: datetime,
) -> UUID:
    """Keep a document of a subject in the running transaction and return its id. Queries: 1."""
    document_id = new_id()
    rows.execute(
        _KEEP,
        {
            "id": document_id,
            "merchant_id": merchant_id,
            "contact_id": contact_id,
            "kind": kind,
            "media_type": media_type,
            "content": content,
            "now": now,
            "expires_at": expires_at,
        },
    )
    return document_id


def delete_documents(*, ids: Sequence[UUID]) -> None:
    """Delete documents in the running transaction. Queries: 1."""
    rows.execute(_DELETE, {"ids": list(ids)})
