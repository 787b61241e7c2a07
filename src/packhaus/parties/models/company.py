"""Companies that a merchant deals with."""

from django.db import models

from packhaus.access.models import MerchantOwned
from packhaus.kernel.ids import new_id


class Company(MerchantOwned):
    """A supplier or another company, by the merchant's own code for it. A company, never a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=120, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "code"], name="company_code_is_used_once")
        ]

    def __str__(self) -> str:
        return self.code
