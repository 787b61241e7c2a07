"""Carts that ask for a date before they are ordered."""

from typing import Annotated, Literal

from pydantic import Field

from packhaus.api.fields import Code, Input, MerchantCode, Quantity, ShortCode, bounded
from packhaus.orders.services.offer.types import CartDraft, CartLine


class PromiseLineIn(Input):
    """One wanted item, in base units."""

    sku: Code
    quantity: Quantity


class DestinationIn(Input):
    """Where it would go; the more is known, the better the date."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    postal_code: Annotated[str, bounded(16)] = ""
    city: Annotated[str, bounded(80)] = ""
    region: Annotated[str, bounded(80)] = ""


class PromiseIn(Input):
    """A cart. Without `policy` or `payment_term` it has the merchant's own; prices in `currency` come first.

    `channel` and `tags` decide, as on an order, which shelf-life rules hold.
    """

    lines: Annotated[list[PromiseLineIn], Field(min_length=1, max_length=200)]
    destination: DestinationIn
    merchant: MerchantCode = ""
    policy: Literal["ship_complete", "ship_available", "fill_or_kill"] | None = None
    payment_term: Literal["prepaid", "invoice", "cod"] | None = None
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    channel: Annotated[str, bounded(24)] = ""
    tags: Annotated[tuple[ShortCode, ...], Field(max_length=20)] = ()

    def as_draft(self) -> CartDraft:
        """Return what the service takes."""
        return CartDraft(
            lines=tuple(CartLine(line.sku, line.quantity) for line in self.lines),
            **self.destination.model_dump(),
            policy=self.policy or "",
            payment_term=self.payment_term or "",
            currency=self.currency,
            channel=self.channel,
            tags=self.tags,
        )
