"""Mails as files: one .eml per message, with the same name whenever it is written again."""

import os
from collections.abc import Sequence
from pathlib import Path

from packhaus.messaging.mime import is_usable_address, write_mail
from packhaus.messaging.types import Delivered, Mail, Outcome


class EmlBackend:
    """Write mails into a folder; a file is there whole or not at all."""

    batch_size = 500

    def __init__(self, *, folder: Path, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Write mails."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return [self._write(mail) for mail in mails]

    def _write(self, mail: Mail) -> Outcome:
        if not is_usable_address(mail.recipient):
            return Outcome(Delivered.FAILED, "address")
        path = self._folder / f"{mail.name}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(write_mail(mail, self._sender))
        os.replace(part, path)  # noqa: PTH105 - Path.replace would build a third path for each of thousands
        return Outcome(Delivered.SENT)
