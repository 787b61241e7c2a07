"""Bills of carriers: what each asks for each parcel, beside what the parcel was priced at when it was packed."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.shipping.models.carrier import Carrier
from packhaus.shipping.states import BILLED_STATES
from packhaus.shipping.types.bills import Verdict


class CarrierBill(OperatorOwned):
    """One bill of a carrier, in one currency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    billed_on = models.DateField()
    currency = models.CharField(max_length=3)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "number"], name="carrier_bill_number_is_unique_per_carrier"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="carrier_bill_has_a_number"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="carrier_bill_currency_is_iso_4217"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BilledParcel(OperatorOwned):
    """All that a bill asks for one tracking number; an empty number gathers what is asked for no parcel.

    `charges`: minor units by the carrier's own words. `expected_minor` is 0 where nothing was to be asked, and none
    where nobody can say.
    """

    id = models.BigAutoField(primary_key=True)
    bill = models.ForeignKey(CarrierBill, on_delete=models.CASCADE, related_name="parcels")
    tracking_number = models.CharField(max_length=40)
    parcel_id = models.UUIDField(null=True)
    charges = models.JSONField()
    billed_minor = models.BigIntegerField()
    billed_grams = models.IntegerField(null=True)
    expected_minor = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=13)
    state = models.CharField(max_length=8, default="open")
    note = models.CharField(max_length=200, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bill", "tracking_number"], name="tracking_number_is_billed_once_per_bill"
            ),
            models.CheckConstraint(
                condition=is_one_of("verdict", list(Verdict)), name="billed_parcel_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("state", BILLED_STATES), name="billed_parcel_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["tracking_number"], name="billed_parcel_by_number"),
        ]

    def __str__(self) -> str:
        return self.tracking_number
