"""Short secrets that have to be read again, so that whoever reads the database does not read them.

A pad and a key of the check are drawn from the installation's secret key and a nonce that is used once: the pad hides,
the check refuses what was changed. Source: RFC 5869 (HKDF) with HMAC-SHA256, encrypt then authenticate. Secrets are at
most as long as one hash, so that the pad is one output of it; what is longer needs a cipher.
"""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings
from django.utils.encoding import force_bytes

_NONCE_BYTES = 16
_CHECK_BYTES = 16
LONGEST = sha256().digest_size


class SealBroken(ValueError):
    """Sealed with another key or for another purpose, or changed since."""


def seal(secret: bytes, *, purpose: str) -> bytes:
    """Return the secret sealed for a purpose; another time it looks otherwise."""
    assert 0 < len(secret) <= LONGEST
    nonce = secrets.token_bytes(_NONCE_BYTES)
    pad, check_key = _derive(settings.SECRET_KEY, nonce, purpose)
    hidden = _mask(secret, pad)
    return nonce + _check(check_key, hidden) + hidden


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Return what was sealed, with the installation's key or one that it had before. Raises: SealBroken."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    check, hidden = rest[:_CHECK_BYTES], rest[_CHECK_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        pad, check_key = _derive(key, nonce, purpose)
        if hidden and hmac.compare_digest(check, _check(check_key, hidden)):
            return _mask(hidden, pad)
    raise SealBroken(purpose)


def _derive(key: str | bytes, nonce: bytes, purpose: str) -> tuple[bytes, bytes]:
    extracted = hmac.digest(nonce, force_bytes(key), "sha256")
    first = hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")
    return first, hmac.digest(extracted, first + purpose.encode() + b"\x02", "sha256")


def _mask(text: bytes, pad: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def _check(key: bytes, hidden: bytes) -> bytes:
    return hmac.digest(key, hidden, "sha256")[:_CHECK_BYTES]
