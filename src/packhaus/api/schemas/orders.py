"""Orders as they come in over HTTP; names and bounds are the contract, meaning is in `orders.types`."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from packhaus.api.fields import (
    MAX_BATCH,
    Code,
    Input,
    MerchantCode,
    Minor,
    Moment,
    OptionalCode,
    PageIn,
    Quantity,
    ShortCode,
    bounded,
)
from packhaus.catalog.types import LONGEST_VAS_TEXT
from packhaus.orders.types import LineDraft, OrderDraft, VasWish
from packhaus.parties.types import AddressDraft, ContactDraft

MAX_LINES = 1_000
Reason = Literal["fraud", "address", "payment", "credit", "manual", "recall"]
Stage = Literal[
    "draft", "placed", "in_progress", "partially_shipped", "shipped", "delivered", "closed", "cancelled"
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Name = Annotated[str, bounded(120)]
Level = Annotated[str, bounded(80)]


class VasIn(Input):
    """A value-added service by its code, with what is engraved or written on the card where it takes a text."""

    option: Annotated[str, bounded(16, 1)]
    text: Annotated[str, bounded(LONGEST_VAS_TEXT)] = ""


class LineIn(Input):
    """One wanted line; amounts in minor units of the order's currency."""

    sku: Code
    quantity: Quantity
    unit_price_minor: Minor
    discount_minor: Minor = 0
    tax_minor: Minor = 0
    tax_rate: Annotated[Decimal, Field(ge=0, le=999, max_digits=7, decimal_places=4)] | None = None
    vas: Annotated[tuple[VasIn, ...], Field(max_length=20)] = ()

    def as_draft(self) -> LineDraft:
        """Return what the service takes."""
        return LineDraft(
            self.sku, self.quantity, self.unit_price_minor, self.discount_minor, self.tax_minor, self.tax_rate
        )


class ContactIn(Input):
    """Who gets it: a name or a company; the phone in E.164 form or as dialled in the country, needed in Indonesia."""

    name: Name = ""
    email: Annotated[str, bounded(254)] = ""
    phone: Annotated[str, bounded(32)] = ""
    company: Name = ""
    language: Literal["en", "de", "id"] = "en"
    reference: Annotated[str, bounded(60)] = ""

    def as_draft(self) -> ContactDraft:
        """Return what the service takes."""
        return ContactDraft(
            self.name, self.email.strip().lower(), self.phone, self.company, self.language, self.reference
        )


class AddressIn(Input):
    """Where it goes; which levels a country needs is checked with the order."""

    lines: Annotated[list[Name], Field(min_length=1, max_length=4)]
    city: Level = ""
    country: Country
    postal_code: Annotated[str, bounded(16)] = ""
    region: Level = ""
    district: Level = ""
    subdistrict: Level = ""

    def as_draft(self) -> AddressDraft:
        """Return what the service takes."""
        return AddressDraft(
            tuple(self.lines), self.city, self.country, self.postal_code, self.region, self.district, self.subdistrict
        )  # fmt: skip


class OrderIn(Input):
    """An order. Sent twice with one `channel` and `external_number` it is taken once.

    Without `policy` or `payment_term` it has the merchant's own. `cart_reference` names the hold that it uses up.
    """

    channel: ShortCode
    external_number: Annotated[str, bounded(60, 1)]
    placed_at: Moment
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    contact: ContactIn
    address: AddressIn
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=MAX_LINES)]
    merchant: MerchantCode = ""
    policy: Literal["ship_complete", "ship_available", "fill_or_kill"] | None = None
    priority: Annotated[int, Field(ge=0, le=100)] = 50
    payment_term: Literal["prepaid", "invoice", "cod"] | None = None
    shipping_minor: Minor = 0
    tax_source: Literal["channel", "packhaus", "none"] = "none"
    service: Annotated[str, bounded(24)] = ""
    # A default that is a list would be copied deeply for each order.
    tags: Annotated[tuple[ShortCode, ...], Field(max_length=20)] = ()
    hold_reasons: Annotated[tuple[Reason, ...], Field(max_length=5)] = ()
    cart_reference: Annotated[str, bounded(60)] = ""
    vas: Annotated[tuple[VasIn, ...], Field(max_length=20)] = ()

    def as_draft(self) -> OrderDraft:
        """Return what the service takes."""
        return OrderDraft(
            channel=self.channel,
            external_number=self.external_number,
            placed_at=self.placed_at,
            currency=self.currency,
            contact=self.contact.as_draft(),
            address=self.address.as_draft(),
            lines=tuple([line.as_draft() for line in self.lines]),
            policy=self.policy or "",
            priority=self.priority,
            payment_term=self.payment_term or "",
            shipping_minor=self.shipping_minor,
            tax_source=self.tax_source,
            service_code=self.service,
            tags=self.tags,
            hold_reasons=tuple(dict.fromkeys(self.hold_reasons)),
            cart_reference=self.cart_reference,
            vas=self._list_wishes(),
        )

    def _list_wishes(self) -> tuple[VasWish, ...]:
        wishes = [VasWish(one.option, None, one.text) for one in self.vas]
        for index, line in enumerate(self.lines):
            if line.vas:
                wishes += [VasWish(one.option, index, one.text) for one in line.vas]
        return tuple(wishes)


class BatchIn(Input):
    """Up to a thousand orders of one channel; each stands for itself."""

    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class OrderListIn(PageIn):
    """What narrows the list of orders; repeated stages take any of them."""

    merchant: MerchantCode = ""
    stage: Annotated[list[Stage], Field(max_length=8)] = []
    site: OptionalCode = ""
    channel: Annotated[str, bounded(24)] = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = ""
    sku: OptionalCode = ""
    tag: Annotated[str, bounded(24)] = ""
    held: bool = False
    waiting: bool = False
    late: bool = False
    text: Annotated[str, bounded(60)] = ""
    sort: Literal["placed_at", "-placed_at", "ship_by", "-ship_by"] = "-placed_at"


class CancelLineIn(Input):
    """Units of a line that are not wanted; without a quantity all that have not left."""

    position: Annotated[int, Field(ge=1, le=32_767)]
    quantity: Quantity | None = None


class CancelIn(Input):
    """What to cancel; without lines the whole order."""

    lines: Annotated[list[CancelLineIn], Field(max_length=MAX_LINES)] = []


class HoldIn(Input):
    """Why the order may not be released, or what no longer stands in its way."""

    reason: Reason


class ServiceIn(Input):
    """The service to ship with, by its code."""

    service: ShortCode


class TagsIn(Input):
    """Tags to take off, and tags to put on afterwards."""

    add: Annotated[list[ShortCode], Field(max_length=20)] = []
    remove: Annotated[list[ShortCode], Field(max_length=20)] = []


class LinesIn(Input):
    """Lines to add."""

    lines: Annotated[list[LineIn], Field(min_length=1, max_length=MAX_LINES)]


class RecipientIn(Input):
    """A new version of who gets it and where."""

    contact: ContactIn
    address: AddressIn
