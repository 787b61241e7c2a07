"""Record facts, feed subscribers, remember keys of requests."""

from packhaus.journal.services.record import record

__all__ = ["record"]
