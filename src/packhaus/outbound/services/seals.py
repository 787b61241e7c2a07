"""The number on the seal of a truck's doors."""

import re
from typing import Final

from packhaus.kernel.errors import FieldProblem, Invalid

SEAL_LENGTH: Final = 24
_SEAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,23}")


def check_seal(seal: str) -> None:
    """Check what a seal says; nothing is a truck without one. Raises: Invalid."""
    if seal and not _SEAL.fullmatch(seal):
        raise Invalid([FieldProblem("seal", "format", "is letters and digits, at most 24")])
