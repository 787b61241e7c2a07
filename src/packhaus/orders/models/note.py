"""What people wrote about an order."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.ids import new_id
from packhaus.orders.models.order import Order


class OrderNote(MerchantOwned):
    """A note without its words: they lie in a blob of the shopper, so that forgetting the shopper takes them too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = OwnedForeignKey(Order, db_index=True)
    blob_id = models.UUIDField()
    is_for_merchant = models.BooleanField()
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
