"""Another site for a part of an order, as it comes in."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, bounded
from packhaus.api.schemas.stock import SiteCode


class MovePartIn(Input):
    """The part, the site that shall send it, and why; without a service the part keeps its own."""

    fulfillment: UUID
    site: Annotated[SiteCode, Field(min_length=1)]
    reason: Literal["promise", "cost", "load", "stock", "wish", "other"]
    service: Annotated[str, bounded(24)] = ""
