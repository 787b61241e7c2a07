"""The part of an order that one site does."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id
from packhaus.orders.models.order import Order
from packhaus.orders.states import FULFILLMENT_STATUSES, REQUEST_STATUSES
from packhaus.orders.types import RejectReason


class FulfillmentOrder(MerchantOwned):
    """Work for one site. `wave_id` is outbound's and has no key down here.

    `reject_reason`: a partner's site refused all of it, or some units while the rest goes on. Its order is promised
    nothing there again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = OwnedForeignKey(Order, db_index=True, related_name="fulfillments")
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    number = models.CharField(max_length=28)
    status = models.CharField(max_length=10, default="planned")
    request_status = models.CharField(max_length=16, default="none")
    answer_by = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=12, default="", db_default="")
    is_blocked = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    priority = models.SmallIntegerField()
    ship_by = models.DateTimeField(null=True)
    carrier_code = models.CharField(max_length=24, default="")
    service_code = models.CharField(max_length=24, default="")
    line_count = models.IntegerField()
    unit_count = models.BigIntegerField()
    wave_id = models.UUIDField(null=True)
    explanation = models.JSONField(default=list)
    placed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", FULFILLMENT_STATUSES), name="fulfillment_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("request_status", REQUEST_STATUSES), name="request_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("reject_reason", ["", *(reason.value for reason in RejectReason)]),
                name="reject_reason_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(request_status="rejected") | ~Q(reject_reason=""),
                name="rejected_request_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "ship_by", "priority", "id"],
                condition=Q(status="planned", is_blocked=False),
                name="fulfillment_to_release",
            ),
            models.Index(fields=["wave_id"], condition=Q(wave_id__isnull=False), name="fulfillment_by_wave"),
            models.Index(
                fields=["site", "status", "ship_by"],
                condition=Q(status__in=["released", "picking", "picked", "packed"]),
                name="fulfillment_on_the_floor",
            ),
            models.Index(
                fields=["answer_by", "id"],
                condition=~Q(request_status="none"),
                name="fulfillment_asked_of_partners",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FulfillmentLine(MerchantOwned):
    """Units of an order line that one fulfillment order does: this row is the promise."""

    fulfillment_id = models.UUIDField(db_index=True)
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    site_id = models.UUIDField()
    promised = models.BigIntegerField(default=0)
    allocated = models.BigIntegerField(default=0)
    picked = models.BigIntegerField(default=0)
    packed = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=are_not_negative("promised", "allocated", "picked", "packed", "shipped"),
                name="fulfillment_counters_are_not_negative",
            )
        ]
        indexes = [
            models.Index(fields=["sku_id", "site_id"], condition=Q(promised__gt=0), name="promise_by_stock"),
        ]

    def __str__(self) -> str:
        return f"{self.fulfillment_id}/{self.line_id}"


class BackorderDemand(MerchantOwned):
    """Accepted demand that no stock covers. Counted at one site, promised at the best eligible one."""

    order = OwnedForeignKey(Order, db_index=True)
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    site_id = models.UUIDField()
    quantity = models.BigIntegerField()
    priority = models.SmallIntegerField()
    promised_on = models.DateField(null=True)
    date_source = models.CharField(max_length=8, default="unknown")
    pegged_to = models.CharField(max_length=40, default="")
    dated_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line_id", "site_id"], name="demand_is_one_row_per_line_and_site"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="demand_has_units"),
            models.CheckConstraint(
                condition=is_one_of("date_source", ["inbound", "lead", "unknown"]),
                name="demand_date_source_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku_id", "priority", "promised_on", "placed_at", "id"], name="demand_in_turn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"


class OrderHold(MerchantOwned):
    """Why an order may not be released."""

    order = OwnedForeignKey(Order, db_index=True, related_name="holds")
    reason = models.CharField(max_length=8)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "reason"],
                condition=Q(lifted_at__isnull=True),
                name="order_is_held_once_per_reason",
            ),
            models.CheckConstraint(
                condition=is_one_of("reason", ["fraud", "address", "payment", "credit", "manual", "recall"]),
                name="hold_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class CancelRequest(MerchantOwned):
    """Units that somebody wants stopped after release: the floor answers."""

    fulfillment = OwnedForeignKey(FulfillmentOrder, db_index=True)
    fulfillment_line_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    stopped = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8, default="open")
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", ["open", "accepted", "refused"]), name="cancel_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, stopped__gte=0, stopped__lte=F("quantity")),
                name="cancel_request_has_units",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(status="open"), name="cancel_request_open")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.status}"
