"""Short secrets that have to be read again, so that whoever reads the database does not read them.

Fernet (AES-128-CBC and HMAC-SHA256) with a key that is drawn from the installation's secret key for one purpose.
Source: cryptography's Fernet specification; RFC 5869 (HKDF).
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class SealBroken(ValueError):
    """Sealed with another key or for another purpose, or changed since."""


def seal(secret: bytes, *, purpose: str) -> bytes:
    """Return the secret sealed for a purpose; another time it looks otherwise."""
    return _open_box(purpose).encrypt(secret)


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Return what was sealed, with the installation's key or one that it had before. Raises: SealBroken."""
    try:
        return _open_box(purpose).decrypt(sealed)
    except InvalidToken as error:
        raise SealBroken(purpose) from error


def _open_box(purpose: str) -> MultiFernet:
    return MultiFernet(
        [_derive(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _derive(key: str | bytes, purpose: str) -> Fernet:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(urlsafe_b64encode(hkdf.derive(force_bytes(key))))
