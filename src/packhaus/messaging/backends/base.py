"""What every backend can do."""

from collections.abc import Sequence
from typing import Protocol

from packhaus.messaging.types import Mail, Outcome


class Backend(Protocol):
    """Takes mails, says what became of each, in the order given.

    `batch_size` is how many are claimed at once: as many as may be unknown when the process is killed.
    """

    batch_size: int

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Hand mails over, outside any transaction."""
        ...
