"""Labels that carriers sell: the account that is asked, and each time that it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.shipping.models.rate_card import CarrierAccount
from packhaus.shipping.models.shipment import Shipment
from packhaus.shipping.states import PURCHASE_STATUSES


class CarrierConnection(OperatorOwned):
    """How an account's carrier is asked over its interface. `checked_at`: when it last let us in, or did not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(CarrierAccount, on_delete=models.CASCADE)
    interface = models.CharField(max_length=24)
    is_test = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    sealed_credentials = models.BinaryField()
    saved_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    check_failure = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at__isnull=False) | Q(check_failure=""),
                name="carrier_check_that_failed_has_happened",
            ),
        ]

    def __str__(self) -> str:
        return self.interface


class LabelPurchase(MerchantOwned):
    """One wish to buy the labels of a shipment, by a reference of ours that no other has.

    `told` is what the carrier said, for people; it may repeat an address and goes after some weeks (`forget_told`).
    `identifier` is what the carrier takes back: its number, or those of the parcels with commas. `blob_ids` are the
    labels, the shopper's documents. `lookups`: how often the carrier was asked in vain what it had sold.
    `track_due_at`: when it is asked next where the parcels are.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = OwnedForeignKey(Shipment, related_name="purchases")
    connection_id = models.UUIDField()
    carrier_code = models.CharField(max_length=24)
    service_code = models.CharField(max_length=24)
    product = models.CharField(max_length=48)
    reference = models.CharField(max_length=20)
    status = models.CharField(max_length=8, default="queued")
    failure = models.CharField(max_length=40, default="")
    told = models.CharField(max_length=300, default="")
    identifier = models.CharField(max_length=2000, default="")
    attempts = models.SmallIntegerField(default=0)
    lookups = models.SmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    track_due_at = models.DateTimeField(null=True)
    track_failures = models.SmallIntegerField(default=0, db_default=0)
    blob_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="label_reference_is_unique"),
            models.CheckConstraint(
                condition=is_one_of("status", PURCHASE_STATUSES), name="label_purchase_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["bought", "voiding", "voided", "kept"]) | ~Q(identifier=""),
                name="bought_label_has_the_carriers_number",
            ),
        ]
        indexes = [
            models.Index(fields=["shipment"], name="label_purchase_by_shipment"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="label_purchase_due"),
            models.Index(
                fields=["track_due_at"],
                condition=Q(track_due_at__isnull=False, status="bought"),
                name="label_purchase_track_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.status}"
