"""Procedures and settings as versions with validity."""

from django.db import models

from packhaus.access.models import MerchantOwned


class Term(MerchantOwned):
    """One version of one setting of one merchant; `terms.types` says which keys there are and what they hold."""

    key = models.CharField(max_length=48)
    value = models.JSONField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "key", "valid_from"], name="term_version_starts_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from:%Y-%m-%d}"
