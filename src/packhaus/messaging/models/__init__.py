"""Messages, and the channels that carry them."""

from packhaus.messaging.models.channel import MessageGateway, MessagePermission, MessageRoute
from packhaus.messaging.models.message import Message, MessageBody

__all__ = ["Message", "MessageBody", "MessageGateway", "MessagePermission", "MessageRoute"]
