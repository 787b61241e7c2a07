"""Announcements that are begun and not sent."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.inbound.models.asn import Asn
from packhaus.kernel.ids import new_id


class AsnSketch(MerchantOwned):
    """An announcement that is entered step by step: what was typed, right or wrong (inbound.types.Sketch).

    Nothing is expected for it. Sent, it names the delivery that it became: sent twice it is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entered = models.JSONField()
    changed_at = models.DateTimeField()
    asn = OwnedForeignKey(Asn, null=True)

    class Meta:
        indexes = [models.Index(fields=["merchant_id", "changed_at"], name="sketch_by_change")]

    def __str__(self) -> str:
        return str(self.id)
