"""Shelf-life rules as callers send them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from packhaus.api.fields import MAX_BATCH, Input, MerchantCode, PageIn, bounded


class ShelfRuleIn(Input):
    """What must be left when units arrive, for orders and items of these conditions; an empty one asks nothing.

    `days`, or `life_percent` of an item's `life_days`, whichever is longer; one of them is above 0. Of several rules
    that fit, the smallest priority holds. `shopper` is the customer number that the channel gives, `sku` the code of an
    item, `transit_days` how long units are on the way there where the carrier's transit times do not say.
    """

    name: Annotated[str, bounded(60, 1)]
    days: Annotated[int, Field(ge=0, le=3650)] = 0
    life_percent: Annotated[int, Field(ge=0, le=99)] = 0
    transit_days: Annotated[int, Field(ge=0, le=365)] = 0
    priority: Annotated[int, Field(ge=1, le=99)] = 50
    channel: Annotated[str, bounded(24)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    tag: Annotated[str, bounded(24)] = ""
    shopper: Annotated[str, bounded(60)] = ""
    sku: Annotated[str, bounded(40)] = ""
    valid_from: date
    valid_to: date | None = None


class ShelfRulesIn(Input):
    """Rules of a merchant, all or none."""

    rules: Annotated[list[ShelfRuleIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class ShelfRuleListIn(PageIn):
    """What narrows the list."""

    merchant: MerchantCode = ""
    channel: Annotated[str, bounded(24)] = ""
    country: Annotated[str, bounded(2)] = ""
    sku: Annotated[str, bounded(40)] = ""
    status: Annotated[list[Literal["pending", "active", "ended", "withdrawn"]], Field(max_length=4)] = []
