"""Who mails links of access. Messaging lies above this app and hangs itself in when it is ready."""

from collections.abc import Callable
from uuid import UUID

Postman = Callable[[UUID], None]
"""Enqueue the mail of a link, by its id, in the running transaction."""

_postmen: list[Postman] = []


def set_postman(postman: Postman) -> None:
    """Hang in who mails links; once per process."""
    _postmen[:] = [postman]


def post_link(link_id: UUID) -> None:
    """Enqueue the mail of a link in the running transaction; nobody to mail it is a bug."""
    [postman] = _postmen
    postman(link_id)
