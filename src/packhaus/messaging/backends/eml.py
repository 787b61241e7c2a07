"""Mails as files: one .eml per message, with the same name whenever it is written again.

The name ends in the id of what was written, so that the file can go when the words are to be forgotten.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from packhaus.messaging.mime import is_usable_address, write_mail
from packhaus.messaging.types import Delivered, Mail, Outcome

_ID_LENGTH = 36


class EmlBackend:
    """Write mails into a folder; a file is there whole or not at all."""

    batch_size = 500

    def __init__(self, *, folder: Path, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Write mails."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return [self._write(mail) for mail in mails]

    def list_ids(self) -> Iterator[UUID]:
        """List the ids of the mails and texts that lie in the folder; a file that is none of ours is left out."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                id_ = _find_id(path)
                if id_ is not None:
                    yield id_

    def discard(self, ids: Iterable[UUID]) -> int:
        """Delete the mails of these ids, one that was half written too; return how many files it were."""
        found = set(ids)
        paths = [path for path in self._folder.iterdir() if _find_id(path) in found] if found else []
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _write(self, mail: Mail) -> Outcome:
        if not is_usable_address(mail.recipient):
            return Outcome(Delivered.FAILED, "address")
        path = self._folder / f"{mail.name}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(write_mail(mail, self._sender))
        os.replace(part, path)  # noqa: PTH105 - Path.replace would build a third path for each of thousands
        return Outcome(Delivered.SENT)


def _find_id(path: Path) -> UUID | None:
    if path.suffix not in {".eml", ".txt", ".part"}:
        return None
    try:
        return UUID(path.stem[-_ID_LENGTH:])
    except ValueError:
        return None
