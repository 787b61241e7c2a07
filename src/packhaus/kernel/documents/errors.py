"""Refusals of the document engine.

DomainError
  UnprintableCode    the text cannot be drawn as that barcode; names the symbology and the rule it breaks
"""

from http import HTTPStatus
from typing import ClassVar

from packhaus.kernel.errors import DomainError


class UnprintableCode(DomainError):
    """A scanner would not read back what was asked for."""

    code: ClassVar[str] = "unprintable_code"
    status: ClassVar[int] = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, *, symbology: str, text: str, rule: str) -> None:
        super().__init__(f"{text!r} cannot be printed as {symbology}: {rule}", symbology=symbology, rule=rule)
