"""Keep bytes about a person until they expire or the person is forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_KEEP = """
INSERT INTO parties_blob (id, merchant_id, contact_id, kind, media_type, content, created_at, expires_at)
VALUES (%(id)s::uuid, %(merchant_id)s::uuid, %(contact_id)s::uuid, %(kind)s, %(media_type)s, %(content)s::bytea,
    %(now)s, %(expires_at)s)
"""
_DELETE = "DELETE FROM parties_blob WHERE id = ANY(%(ids)s::uuid[])"


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
