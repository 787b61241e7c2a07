"""Messages, the channels that carry them, and how merchants word and brand them."""

from packhaus.messaging.models.channel import MessageGateway, MessagePermission, MessageRoute
from packhaus.messaging.models.message import Message, MessageBody
from packhaus.messaging.models.wording import MessageBrand, MessageWording

__all__ = [
    "Message",
    "MessageBody",
    "MessageBrand",
    "MessageGateway",
    "MessagePermission",
    "MessageRoute",
    "MessageWording",
]
