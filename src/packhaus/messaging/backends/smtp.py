"""Mails over SMTP, one connection per batch.

What can be said afterwards depends on when it broke: before the mail's data it may be tried again, after that nobody
knows whether the server took it. Source: RFC 5321, section 4.2 (4xx try again, 5xx do not).
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.utils import parseaddr

from packhaus.messaging.mime import is_usable_address, write_mail
from packhaus.messaging.types import Delivered, Mail, Outcome

TIMEOUT_SECONDS = 20
_PERMANENT = 500
# No such mailbox, no such host, bad syntax, moved, a host that takes no mail, a mailbox that is closed for good.
# Source: RFC 3463, sections 3.2 and 3.3; RFC 7505.
_NOBODY = re.compile(rb"5\.1\.(?:1|2|3|6|10)|5\.2\.1")


class SmtpBackend:
    """Speak to one server; STARTTLS where it is offered, and always before a password is told."""

    batch_size = 20

    def __init__(
        self, *, host: str, port: int, user: str, password: str, is_encrypted: bool, sender: str
    ) -> None:
        self._host, self._port, self._user, self._password = host, port, user, password
        self._is_encrypted, self._sender = is_encrypted, sender

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Send mails; a server that cannot be reached leaves them for later."""
        try:
            client = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return [Outcome(Delivered.LATER, _name(error))] * len(mails)
        outcomes: list[Outcome] = []
        for mail in mails:
            outcomes.append(self._send(client, mail))
            if client.sock is None:  # None once the connection is gone
                break
        _part(client)
        return outcomes + [Outcome(Delivered.LATER, "disconnected")] * (len(mails) - len(outcomes))

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._is_encrypted:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            client = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        client.ehlo_or_helo_if_needed()
        if not self._is_encrypted and (client.has_extn("starttls") or self._user):
            client.starttls(context=context)
        if self._user:
            client.login(self._user, self._password)
        return client

    def _send(self, client: smtplib.SMTP, mail: Mail) -> Outcome:
        if not is_usable_address(mail.recipient):
            return Outcome(Delivered.FAILED, "address")
        sender = parseaddr(self._sender)[1]
        for step in (lambda: client.mail(sender), lambda: client.rcpt(mail.recipient)):
            refused = _try(step, lost=Delivered.LATER)
            if refused is not None:
                _start_over(client)
                return refused
        refused = _try(lambda: client.data(write_mail(mail, self._sender)), lost=Delivered.UNKNOWN)
        return refused or Outcome(Delivered.SENT)


def _try(step: Callable[[], tuple[int, bytes]], *, lost: Delivered) -> Outcome | None:
    """Do a step; None when the server agreed."""
    try:
        code, said = step()
    except smtplib.SMTPResponseException as error:
        code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(lost, _name(error))
    if code in {250, 251}:
        return None
    if code < _PERMANENT:
        return Outcome(Delivered.LATER, f"smtp {code}")
    found = _NOBODY.match(said)
    if found:
        return Outcome(Delivered.FAILED, f"smtp {code} {found[0].decode()}", is_gone=True)
    return Outcome(Delivered.FAILED, f"smtp {code}")


def _start_over(client: smtplib.SMTP) -> None:
    try:
        client.rset()
    except (OSError, smtplib.SMTPException):
        client.close()


def _part(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def _name(error: Exception) -> str:
    return type(error).__name__
