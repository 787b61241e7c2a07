"""With whom a merchant is registered, and what laws make of it."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey, Shared
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.terms.types.registrations import REMINDED_DAYS, Activity, Scheme

_SCHEMES = [one.value for one in Scheme]
_COUNTRY = Q(country__regex=r"^[A-Z]{2}$")


class Registration(MerchantOwned):
    """A merchant's number in a register; it is never changed, only withdrawn.

    `evidence_id` is a blob of parties; a sample is one of the demo's. What `is_claimed` a merchant said of itself: it
    counts from when the operator accepts it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    scheme = models.CharField(max_length=18)
    number = models.CharField(max_length=60)
    brand = models.CharField(max_length=60, default="")
    device_class = models.CharField(max_length=40, default="")
    kept_by = models.CharField(max_length=80, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    evidence_id = models.UUIDField(null=True)
    is_sample = models.BooleanField(default=False)
    is_claimed = models.BooleanField(default=False, db_default=False)
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("scheme", _SCHEMES), name="registration_scheme_is_known"
            ),
            models.CheckConstraint(condition=_COUNTRY, name="registration_country_is_iso_3166"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="registration_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["merchant_id", "country", "scheme", "number", "brand", "device_class", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="registration_is_written_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.scheme} {self.number}"


class RegistrationReminder(MerchantOwned):
    """Somebody was told that a registration ends within so many days: once each, whatever became of the mail."""

    registration = OwnedForeignKey(Registration, related_name="reminders")
    user_id = models.UUIDField()
    days = models.SmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "user_id", "days"], name="end_of_registration_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(days__in=REMINDED_DAYS), name="registration_is_reminded_of_on_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.registration_id}"


class GateRule(Shared):
    """A law by which a fulfillment provider may not keep or send what is not registered; off, it stops nothing.

    A law that is replaced ends the day before the next begins; what held on a day can be read for ever.
    """

    country = models.CharField(max_length=2)
    scheme = models.CharField(max_length=18)
    activity = models.CharField(max_length=5)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_on = models.BooleanField(default=True)
    is_preset = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "scheme", "activity", "starts_on"], name="gate_rule_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="gate_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=is_one_of("scheme", _SCHEMES), name="gate_scheme_is_known"),
            models.CheckConstraint(
                condition=is_one_of("activity", [one.value for one in Activity]),
                name="gate_activity_is_known",
            ),
            models.CheckConstraint(condition=_COUNTRY, name="gate_country_is_iso_3166"),
            models.CheckConstraint(condition=~Q(source=""), name="gate_rule_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.scheme} {self.activity}"
