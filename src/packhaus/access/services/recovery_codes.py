"""Recovery codes: for once, kept as SHA-256 (80 random bits need no slow hash)."""

import base64
import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from packhaus.access.models import RecoveryCode

CODES = 10
_BYTES = 10
_GROUP = 4


def make_recovery_codes(user_id: UUID) -> list[str]:
    """Replace a person's codes in the running transaction and return them as they are written down."""
    made = [base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower() for _ in range(CODES)]
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, code_sha256=_hash(code)) for code in made)
    return ["-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)) for code in made]


def use_recovery_code(*, user_id: UUID, code: str, now: datetime) -> bool:
    """Use a code up, typed without hyphens; tell whether there was one."""
    unused = RecoveryCode.objects.filter(user_id=user_id, code_sha256=_hash(code.lower()), used_at=None)
    return bool(unused.update(used_at=now))


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
