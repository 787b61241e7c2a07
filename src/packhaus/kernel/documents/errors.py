"""Refusals of the document engine.

DomainError
  UnprintableCode    the text cannot be drawn as that barcode; names the symbology and the rule it breaks
  UnprintableImage   an uploaded picture cannot be printed; names why
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


class UnprintableImage(DomainError):
    """A logo that would stop its documents from printing."""

    code: ClassVar[str] = "unprintable_image"
    status: ClassVar[int] = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, *, rule: str) -> None:
        super().__init__(f"The picture cannot be printed: {rule}", rule=rule)
