"""Where mails go: an SMTP server, a folder of .eml files, or nowhere.

PACKHAUS_SMTP_URL chooses: smtp://user:password@host:587, smtps://host, file:///folder, null:. Without it mails are
written to the folder `mail` of the data folder, so that a new installation writes to nobody by accident.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from packhaus.messaging.backends.base import Backend
from packhaus.messaging.backends.eml import EmlBackend
from packhaus.messaging.backends.null import NullBackend
from packhaus.messaging.backends.smtp import SmtpBackend
from packhaus.messaging.errors import MailAddressUnusable

__all__ = ["Backend", "EmlBackend", "NullBackend", "SmtpBackend", "make_backend"]


def make_backend(url: str | None = None) -> Backend:
    """Return the backend of an address, of the installation's own when none is given.

    Raises: MailAddressUnusable.
    """
    url = settings.MAIL_URL if url is None else url
    parts = urlsplit(url)
    sender = settings.DEFAULT_FROM_EMAIL
    if not url:
        return EmlBackend(folder=Path(settings.DATA_DIR) / "mail", sender=sender)
    if parts.scheme == "file":
        return EmlBackend(folder=Path(unquote(parts.path)), sender=sender)
    if parts.scheme == "null":
        return NullBackend()
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return SmtpBackend(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            is_encrypted=parts.scheme == "smtps",
            sender=sender,
        )
    raise MailAddressUnusable("smtp://, smtps://, file:// and null: are known", scheme=parts.scheme)
