"""Two levels of stock and the ledger that both add up to."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class SiteStock(MerchantOwned):
    """Level one: what a site has and owes of a SKU. Intake touches only this.

    `promised` counts every unit committed to an order and not yet dispatched, whatever bin or tote it is in. Without
    `has_own_limit` the backorder limit follows the merchant's terms. `safety` is everything that is not to be promised:
    `doubted` units of it lie where a picker found fewer than the record says, the others are kept back on purpose.
    """

    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    sku = OwnedForeignKey(Sku)
    owner_id = models.UUIDField()
    policy = models.CharField(max_length=9, default="own")
    on_hand = models.BigIntegerField(default=0)
    promised = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    backordered = models.BigIntegerField(default=0)
    backorder_limit = models.BigIntegerField(default=0)
    has_own_limit = models.BooleanField(default=False, db_default=False)
    safety = models.BigIntegerField(default=0)
    doubted = models.BigIntegerField(default=0, db_default=0)
    inbound = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "site", "owner_id"], name="site_stock_is_one_row_per_key"),
            models.CheckConstraint(condition=Q(promised__gte=0), name="promised_is_not_negative"),
            models.CheckConstraint(condition=Q(held__gte=0), name="held_is_not_negative"),
            models.CheckConstraint(
                condition=Q(policy="unlimited") | Q(on_hand__gte=F("promised") + F("held")),
                name="promised_and_held_fit_on_hand",
            ),
            models.CheckConstraint(
                condition=Q(backordered__gte=0) & Q(backordered__lte=F("backorder_limit")),
                name="backordered_is_within_its_limit",
            ),
            models.CheckConstraint(condition=Q(safety__gte=0), name="safety_is_not_negative"),
            models.CheckConstraint(
                condition=Q(doubted__gte=0) & Q(doubted__lte=F("safety")), name="doubted_is_part_of_safety"
            ),
            models.CheckConstraint(
                condition=is_one_of("policy", ["own", "feed", "unlimited"]), name="stock_policy_is_known"
            ),
        ]
        indexes = [models.Index(fields=["site", "sku"], name="site_stock_by_site")]

    def __str__(self) -> str:
        return f"{self.sku_id}@{self.site_id}"


class Lot(MerchantOwned):
    """A batch of a SKU with one expiry."""

    sku = OwnedForeignKey(Sku)
    code = models.CharField(max_length=40)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "sku", "code"], name="lot_is_named_once_per_sku")
        ]
        indexes = [models.Index(fields=["code"], name="lot_by_code")]

    def __str__(self) -> str:
        return self.code


class UnnamedLot(MerchantOwned):
    """Units of an item that came without a lot, by the day on which they expire; it stays when they have left."""

    sku = OwnedForeignKey(Sku)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "expires_on"], name="unnamed_lot_is_one_row_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} until {self.expires_on}"


class HandlingUnit(MerchantOwned):
    """A tote, carton or pallet with a license plate or SSCC; an empty tote belongs to nobody (merchant null)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField(null=True)  # type: ignore[assignment]  # an empty tote belongs to nobody
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    location_id = models.BigIntegerField()
    parent_id = models.UUIDField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_open=True), name="open_unit_code_is_unique"
            ),
            models.CheckConstraint(
                condition=is_one_of("kind", ["tote", "carton", "pallet"]), name="unit_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["location_id"], name="unit_by_location"),
            models.Index(fields=["parent_id"], condition=Q(parent_id__isnull=False), name="unit_by_parent"),
            models.Index(fields=["code"], condition=Q(is_open=False), name="unit_gone_by_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Balance(MerchantOwned):
    """Level two: what the ledger adds up to at a key; release touches this. Rows at zero off the shelf go away."""

    location_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    owner_id = models.UUIDField()
    lot_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=40, null=True)
    handling_unit_id = models.UUIDField(null=True)
    condition = models.CharField(max_length=11, default="sellable")
    on_hand = models.BigIntegerField()
    allocated = models.BigIntegerField(default=0)
    grams = models.BigIntegerField(default=0)
    received_on = models.DateField()
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "location_id",
                    "sku_id",
                    "owner_id",
                    "lot_id",
                    "serial",
                    "handling_unit_id",
                    "condition",
                ],
                nulls_distinct=False,
                name="balance_is_one_row_per_key",
            ),
            models.CheckConstraint(
                condition=Q(allocated__gte=0) & Q(allocated__lte=F("on_hand")),
                name="allocated_fits_on_hand_in_the_bin",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True) | Q(on_hand__in=[0, 1]), name="serial_is_one_or_none"
            ),
            models.CheckConstraint(
                condition=is_one_of("condition", ["sellable", "quarantine", "damaged", "refurbished"]),
                name="condition_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["sku_id", "location_id"], name="balance_by_sku"),
            models.Index(
                fields=["handling_unit_id"],
                condition=Q(handling_unit_id__isnull=False),
                name="balance_by_unit",
            ),
            models.Index(fields=["lot_id"], condition=Q(lot_id__isnull=False), name="balance_by_lot"),
            models.Index(fields=["serial"], condition=Q(serial__isnull=False), name="balance_by_serial"),
            models.Index(
                fields=["expires_on"], condition=Q(expires_on__isnull=False), name="balance_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.sku_id}"


class Movement(MerchantOwned):
    """One ledger entry: units of one key from one location to another. Append-only, partitioned by month.

    `expires_on` is what the place of the units knew: without a lot nothing else tells it once they have left.
    """

    pk = models.CompositePrimaryKey("recorded_on", "id")
    recorded_on = models.DateField()
    id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    site_id = models.UUIDField()
    sku_id = models.UUIDField()
    owner_id = models.UUIDField()
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=40, null=True)
    from_unit_id = models.UUIDField(null=True)
    to_unit_id = models.UUIDField(null=True)
    from_condition = models.CharField(max_length=11)
    to_condition = models.CharField(max_length=11)
    quantity = models.BigIntegerField()
    grams = models.BigIntegerField()
    expires_on = models.DateField(null=True)
    reason = models.CharField(max_length=16)
    document_kind = models.CharField(max_length=16)
    document_id = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "inventory_movement"

    def __str__(self) -> str:
        return f"{self.quantity} {self.reason}"
