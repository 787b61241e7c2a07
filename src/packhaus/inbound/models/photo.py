"""What somebody saw."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.kernel.ids import new_id


class Photo(MerchantOwned):
    """A photo of a delivery, or of one line of it; the picture itself is a blob, which is forgotten some day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asn = OwnedForeignKey(Asn, related_name="photos")
    line = OwnedForeignKey(AsnLine, null=True, related_name="photos")
    blob_id = models.UUIDField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["asn"], name="photo_by_delivery")]

    def __str__(self) -> str:
        return str(self.id)
