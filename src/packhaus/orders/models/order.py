"""What a shopper asked for, counted line by line."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id
from packhaus.orders.states import POLICIES, STAGES
from packhaus.parties.models import Address, Contact

PAYMENT_TERMS = ["prepaid", "invoice", "cod"]
PAYMENT_STATUSES = ["none", "authorised", "paid", "due_on_delivery", "partially_refunded", "refunded"]


class Order(MerchantOwned):
    """The header. `stage` is a projection of the line counters, written with them by orders_refresh_stage()."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24)
    channel = models.CharField(max_length=24)
    external_number = models.CharField(max_length=60)
    request_sha256 = models.BinaryField(max_length=32, null=True)
    contact = OwnedForeignKey(Contact, null=True)
    address = OwnedForeignKey(Address, null=True)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    stage = models.CharField(max_length=18, default="placed")
    is_held = models.BooleanField(default=False)
    policy = models.CharField(max_length=14, default="ship_available")
    priority = models.SmallIntegerField(default=50)
    payment_term = models.CharField(max_length=8, default="prepaid")
    payment_status = models.CharField(max_length=18, default="paid")
    tracking_status = models.CharField(max_length=18, default="pending")
    return_status = models.CharField(max_length=12, default="none")
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    cod_minor = models.BigIntegerField(default=0)
    tax_source = models.CharField(max_length=8, default="none")
    service_code = models.CharField(max_length=24, default="")
    tags = ArrayField(models.CharField(max_length=24), default=list)
    tracking_token = models.CharField(max_length=32)
    placed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    ship_by = models.DateTimeField(null=True)
    deliver_by = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "channel", "external_number"], name="order_is_taken_once_per_channel"
            ),
            models.UniqueConstraint(
                fields=["merchant_id", "number"], name="order_number_is_unique_per_merchant"
            ),
            # As a constraint: a unique text field gets a second index, for LIKE, which no token is looked up by.
            models.UniqueConstraint(fields=["tracking_token"], name="tracking_token_leads_to_one_order"),
            models.CheckConstraint(condition=is_one_of("stage", STAGES), name="order_stage_is_known"),
            models.CheckConstraint(condition=is_one_of("policy", POLICIES), name="order_policy_is_known"),
            models.CheckConstraint(
                condition=is_one_of("payment_term", PAYMENT_TERMS), name="payment_term_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("payment_status", PAYMENT_STATUSES), name="payment_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("tax_source", ["channel", "packhaus", "none"]), name="tax_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor") - F("discount_minor") + F("shipping_minor") + F("tax_minor")
                ),
                name="order_total_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "stage", "ship_by", "id"], name="order_by_stage"),
            models.Index(fields=["stage", "ship_by", "id"], name="order_by_stage_everywhere"),
            models.Index(fields=["-placed_at", "-id"], name="order_newest_first"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(MerchantOwned):
    """One line and where its units are. Rows written per line carry no foreign keys; `packhaus check` proves them."""

    order_id = models.UUIDField()
    position = models.SmallIntegerField()
    sku_id = models.UUIDField()
    sku_kind = models.CharField(max_length=8)
    parent_line_id = models.BigIntegerField(null=True)
    ordered = models.BigIntegerField()
    cancelled = models.BigIntegerField(default=0)
    backordered = models.BigIntegerField(default=0)
    promised = models.BigIntegerField(default=0)
    allocated = models.BigIntegerField(default=0)
    picked = models.BigIntegerField(default=0)
    packed = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    unit_price_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "position"], name="line_position_is_unique_per_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    ordered=F("cancelled")
                    + F("backordered")
                    + F("promised")
                    + F("allocated")
                    + F("picked")
                    + F("packed")
                    + F("shipped")
                )
                & Q(ordered__gt=0)
                & are_not_negative(
                    "cancelled",
                    "backordered",
                    "promised",
                    "allocated",
                    "picked",
                    "packed",
                    "returned",
                    F("shipped") - F("returned"),
                ),
                name="line_counters_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"
