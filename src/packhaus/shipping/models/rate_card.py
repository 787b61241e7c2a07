"""Contracts with carriers: accounts, rate cards, their versions, and the sheets that a version is made of.

A merchant sees none of it: what the operator pays is the operator's own affair, and so is who has which account.
"""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.shipping.models.carrier import Carrier
from packhaus.shipping.states import RATE_VERSION_STATUSES
from packhaus.shipping.types.rate_sheets import MEASURES, SHEETS


class CarrierAccount(OperatorOwned):
    """Under which number a carrier bills: the operator (no merchant), or a merchant that has its own contract."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField(null=True)
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "number"], name="carrier_account_number_is_unique_per_carrier"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="carrier_account_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number


class RateCard(OperatorOwned):
    """What a carrier charges under an account; one that is not in use is an offer, to compare with.

    `measures`: what its sheets are written in, kilograms and centimetres or pounds and inches. `monthly_parcels`: the
    volume that discounts are agreed for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(CarrierAccount, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    measures = models.CharField(max_length=8)
    monthly_parcels = models.IntegerField(default=0)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="rate_card_name_is_unique_per_account"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_in_use=True), name="account_has_one_rate_card_in_use"
            ),
            models.CheckConstraint(
                condition=is_one_of("measures", MEASURES), name="rate_card_measures_are_known"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="rate_card_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=Q(monthly_parcels__gte=0), name="rate_card_volume_is_not_negative"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="rate_card_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RateCardVersion(OperatorOwned):
    """What a card says from a day on; of published ones that hold on a day, the one that begins last counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(RateCard, on_delete=models.PROTECT)
    number = models.IntegerField()
    status = models.CharField(max_length=9)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="rate_card_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["card"], condition=Q(status="draft"), name="rate_card_has_one_draft"
            ),
            models.UniqueConstraint(
                fields=["card", "valid_from"],
                condition=Q(status="published"),
                name="rate_card_version_begins_on_a_day_of_its_own",
            ),
            models.CheckConstraint(
                condition=is_one_of("status", RATE_VERSION_STATUSES), name="rate_card_version_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rate_card_version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="rate_card_version_says_when_it_was_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"


class RateSheet(OperatorOwned):
    """One sheet of a version as it came: CSV with its headings, in the card's currency and measures."""

    version = models.ForeignKey(RateCardVersion, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    content = models.TextField()
    row_count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="rate_sheet_is_there_once_per_version"),
            models.CheckConstraint(condition=is_one_of("kind", SHEETS), name="rate_sheet_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.kind
