"""Where each subscriber has read to, and the entries it could not digest."""

from django.db import models

from packhaus.access.models import Shared


class Subscription(Shared):
    """A saved position: everything up to (transaction, entry) has been handled."""

    name = models.CharField(primary_key=True, max_length=60)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class ParkedEntry(Shared):
    """An entry that its handler refused or broke on; later entries of the same aggregate wait behind it."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    recorded_on = models.DateField()
    entry = models.BigIntegerField()
    aggregate_id = models.CharField(max_length=40)
    error = models.CharField(max_length=120)
    attempts = models.IntegerField(default=1)
    parked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "entry"], name="entry_is_parked_once_per_subscription"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.entry}"
