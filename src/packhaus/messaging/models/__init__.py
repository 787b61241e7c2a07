"""Messages."""

from packhaus.messaging.models.message import Message, MessageBody

__all__ = ["Message", "MessageBody"]
