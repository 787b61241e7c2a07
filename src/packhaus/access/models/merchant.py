"""Whose orders and stock they are."""

from django.db import models
from django.db.models.functions import Length

from packhaus.access.models.bases import Shared
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id

models.CharField.register_lookup(Length)


class Merchant(Shared):
    """A bare row: contracts, addresses and settings hang on it from higher apps. RLS: by its own id.

    `is_own`: the operator sells these goods itself, so that it is nobody's fulfillment provider for them (ADR 20).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=2, default="en")
    country = models.CharField(max_length=2)
    accent = models.CharField(max_length=7, default="#066fd1")
    is_active = models.BooleanField(default=True)
    is_own = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$"), name="merchant_code_is_upper_case"
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="merchant_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=is_one_of("language", ["en", "de", "id"]), name="merchant_language_is_spoken_here"
            ),
        ]

    def __str__(self) -> str:
        return self.code
