"""What is announced to come."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.inbound.states import ASN_STATUSES, EXPECTING
from packhaus.inbound.types import DIFFERENCE_REASONS, UNIT_KINDS
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id
from packhaus.parties.models import Company


class Asn(MerchantOwned):
    """A delivery that is announced to a site, or came unannounced. Numbers are the merchant's own, each used once.

    `order_number` is that of the purchase order behind its lines that name no other. `tracking_number` is the
    carrier's, without spaces and in capitals, as its label says it to a scanner.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    supplier = OwnedForeignKey(Company, null=True)
    order_number = models.CharField(max_length=40, default="")
    carrier_code = models.CharField(max_length=24, default="")
    tracking_number = models.CharField(max_length=40, default="", db_default="")
    status = models.CharField(max_length=9, default="announced")
    expected_on = models.DateField()
    announced_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_announced = models.BooleanField(default=True, db_default=True)
    comes_from = models.CharField(max_length=10, default="supplier", db_default="supplier")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="asn_number_is_used_once"),
            models.CheckConstraint(condition=is_one_of("status", ASN_STATUSES), name="asn_status_is_known"),
            models.CheckConstraint(
                condition=is_one_of("comes_from", ["supplier", "in_transit"]), name="asn_source_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["expected_on", "id"], name="asn_by_day"),
            models.Index(fields=["site"], condition=models.Q(status__in=EXPECTING), name="asn_expected"),
            models.Index(
                fields=["tracking_number"], condition=~models.Q(tracking_number=""), name="asn_by_tracking"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AsnLine(MerchantOwned):
    """Units of an item, with lot, expiry and the carton or pallet they come in where those were given.

    `received` came in whole, `damaged` did not; of what nobody announced, none are expected. `order_number` is that of
    the purchase order behind it, the delivery's where the line names none.
    """

    asn = OwnedForeignKey(Asn, related_name="lines")
    position = models.IntegerField()
    sku = OwnedForeignKey(Sku)
    lot_code = models.CharField(max_length=40, default="")
    expires_on = models.DateField(null=True)
    unit_code = models.CharField(max_length=20, default="")
    unit_kind = models.CharField(max_length=6, default="")
    order_number = models.CharField(max_length=40, default="", db_default="")
    expected = models.BigIntegerField()
    received = models.BigIntegerField(default=0, db_default=0)
    damaged = models.BigIntegerField(default=0, db_default=0)
    difference_reason = models.CharField(max_length=11, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asn", "sku", "lot_code", "expires_on", "unit_code", "order_number"],
                nulls_distinct=False,
                name="asn_line_is_one_per_key",
            ),
            models.CheckConstraint(
                condition=are_not_negative("expected", "received", "damaged"), name="asn_line_counts_up"
            ),
            models.CheckConstraint(
                condition=models.Q(difference_reason="") | is_one_of("difference_reason", DIFFERENCE_REASONS),
                name="difference_reason_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_kind="") | is_one_of("unit_kind", UNIT_KINDS),
                name="asn_unit_kind_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["sku"], name="asn_line_by_sku"),
            models.Index(fields=["unit_code"], condition=~models.Q(unit_code=""), name="asn_line_by_unit"),
            models.Index(
                fields=["merchant_id", "order_number"],
                condition=~models.Q(order_number=""),
                name="asn_line_by_purchase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} of {self.sku_id}"
