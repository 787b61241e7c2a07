"""What the global search finds: equality and range only, since LIKE uses no index under row-level security."""

from django.db import models

from packhaus.access.models import MerchantOwned


class SearchKey(MerchantOwned):
    """One token of one object. Tokens of people carry their contact, so that `forget` finds them."""

    token = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    target = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    contact_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "token", "kind", "target"], name="search_key_is_unique"
            )
        ]
        indexes = [
            models.Index(fields=["token", "kind"], name="search_key_by_token"),
            models.Index(
                fields=["contact_id"],
                condition=models.Q(contact_id__isnull=False),
                name="search_key_by_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.token} {self.kind}"
