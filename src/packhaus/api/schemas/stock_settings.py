"""Bodies of stock settings and feeds."""

from typing import Annotated

from pydantic import Field

from packhaus.api.fields import MAX_BATCH, MAX_QUANTITY, Code, Input, MerchantCode, Moment
from packhaus.api.schemas.stock import SiteCode

Units = Annotated[int, Field(ge=0, le=MAX_QUANTITY)]


class SettingIn(Input):
    """What holds for an item at a site; what is left out stays as it is."""

    sku: Code
    site: SiteCode
    safety: Units | None = None
    backorder_limit: Units | None = None


class SettingsIn(Input):
    """Up to a thousand settings of one merchant; the last one counts where an item is named twice."""

    settings: Annotated[list[SettingIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class FeedLineIn(Input):
    """What a partner says it has of an item."""

    sku: Code
    quantity: Units


class FeedIn(Input):
    """A partner's figures, when they were true (else now); the last one counts where an item is named twice."""

    lines: Annotated[list[FeedLineIn], Field(min_length=1, max_length=MAX_BATCH)]
    seen_at: Moment | None = None
    merchant: MerchantCode = ""
