"""Value-added services that an order asks for."""

from django.db import models

from packhaus.access.models import MerchantOwned


class VasAsk(MerchantOwned):
    """An option asked for on a line, or (without one) on the whole order.

    Its text is a person's: it lies in a blob of the shopper, so that forgetting the shopper takes it too.
    """

    order_id = models.UUIDField()
    line_id = models.BigIntegerField(null=True)
    option_id = models.UUIDField()
    blob_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "line_id", "option_id"],
                nulls_distinct=False,
                name="vas_is_asked_once_per_line",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.option_id}"
