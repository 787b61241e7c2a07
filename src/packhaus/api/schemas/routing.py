"""By what the sites of orders are chosen, as it comes in."""

from typing import Annotated

from pydantic import Field

from packhaus.api.fields import Input
from packhaus.orders.queries.routing import RoutingWeights

_Amount = Annotated[int, Field(ge=0, le=10**12)]


class RoutingIn(Input):
    """Weights in minor units of one currency: a day later, a further parcel, a full site; not active: by distance.

    `parcel_grams`: the usual parcel, whose freight stands for an order's.
    """

    is_active: bool
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    day_minor: _Amount = 0
    split_minor: _Amount = 0
    full_minor: _Amount = 0
    parcel_grams: Annotated[int, Field(ge=1, le=1_000_000)] = 1_000

    def as_weights(self) -> RoutingWeights:
        """Return what the service takes."""
        return RoutingWeights(**self.model_dump())
