"""Refusals of messaging.

MessageNotFound      absent, or another merchant's
MessageNotSendable   its words have expired or were forgotten: there is nothing to send
WordingNotFound      absent, or another merchant's
WordingChanged       somebody else has saved or published meanwhile; nothing was written over
MailAddressUnusable  PACKHAUS_SMTP_URL cannot be read
"""

from packhaus.kernel.errors import Conflict, DomainError, NotFound


class MessageNotFound(NotFound):
    """No such message in the caller's scope."""

    code = "message_not_found"


class MessageNotSendable(Conflict):
    """The words of the message are gone."""

    code = "message_not_sendable"


class WordingNotFound(NotFound):
    """No such version of words in the caller's scope."""

    code = "wording_not_found"


class WordingChanged(Conflict):
    """The draft is not the one that was read any more."""

    code = "wording_changed"


class MailAddressUnusable(DomainError):
    """The address of the mail server is not one of smtp://, smtps://, file:// or null:."""

    code = "mail_address_unusable"
