"""Merchants and what was agreed with them, as callers send it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from packhaus.api.fields import Input, Moment, bounded

Language = Literal["en", "de", "id"]
Accent = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class MerchantFields(Input):
    """What may be changed of a merchant."""

    name: Annotated[str, bounded(120, 1)]
    language: Language = "en"
    accent: Accent = "#066fd1"
    is_own: bool | None = None


class NewMerchantIn(MerchantFields):
    """A merchant to take on; code, currency and country stay."""

    code: Annotated[str, bounded(16, 1)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class TermIn(Input):
    """A term by its key; without `valid_from` it holds at once, never backwards."""

    key: Annotated[str, bounded(40, 1)]
    value: Any
    valid_from: Moment | None = None


class TermsIn(Input):
    """New versions of terms, all or none; the others stay as they are."""

    terms: Annotated[list[TermIn], Field(min_length=1, max_length=50)]
