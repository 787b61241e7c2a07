"""Where goods go from the door: the rules of a site, and a task for what waits there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.inbound.models.asn import Asn
from packhaus.inbound.states import PUT_AWAY_STATUSES, WAITING
from packhaus.inbound.types import CANCEL_REASONS, CLASSES, REPORT_REASONS, WHYS
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id


class PutAwayRule(OperatorOwned):
    """Which goods go where at a site; what is left empty does not matter. Rules are asked in order of position.

    After a final rule that fits the goods no other is asked, nor the places that goods have without any rule.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    position = models.IntegerField()
    sku_id = models.UUIDField(null=True)
    tag = models.CharField(max_length=40, default="")
    abc_class = models.CharField(max_length=1, default="")
    hazard = models.CharField(max_length=8, default="")
    condition = models.CharField(max_length=11, default="")
    zones = ArrayField(models.CharField(max_length=8), default=list)
    kind = models.CharField(max_length=12, default="")
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "position"], name="put_away_rule_has_its_place"),
            models.CheckConstraint(
                condition=Q(abc_class="") | is_one_of("abc_class", CLASSES), name="rule_class_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class PutAwayTask(MerchantOwned):
    """Units at the door and the place that is kept for them: a carton or pallet with what is in it, or loose units.

    `sku` is unknown where several items are in one carton. Without a target, `excluded` says how many places each
    rule of the site or of the goods has ruled out. Measures are those of the units, in cubic millimetres and grams.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    asn = OwnedForeignKey(Asn, related_name="+")
    sku = OwnedForeignKey(Sku, null=True, related_name="+")
    lot_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=40, default="")
    condition = models.CharField(max_length=11)
    unit_id = models.UUIDField(null=True)
    quantity = models.BigIntegerField()
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=11, default="")
    excluded = models.JSONField(default=dict)
    volume_mm3 = models.BigIntegerField(default=0)
    weight_grams = models.BigIntegerField(default=0)
    pallets = models.IntegerField(default=0)
    status = models.CharField(max_length=9, default="open")
    priority = models.IntegerField(default=100)
    created_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=11, default="")
    change_reason = models.CharField(max_length=11, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & are_not_negative("volume_mm3", "weight_grams", "pallets"),
                name="put_away_task_has_units",
            ),
            models.CheckConstraint(
                condition=is_one_of("status", PUT_AWAY_STATUSES), name="put_away_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="claimed")
                | Q(claimed_by__isnull=False, claimed_at__isnull=False, to_location_id__isnull=False),
                name="claimed_put_away_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False, to_location_id__isnull=False)
                | ~Q(status="done") & Q(done_at__isnull=True),
                name="done_put_away_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled") & is_one_of("cancel_reason", CANCEL_REASONS)
                | ~Q(status="cancelled") & Q(cancel_reason=""),
                name="cancelled_put_away_says_why",
            ),
            models.CheckConstraint(
                condition=Q(why="", to_location_id__isnull=True)
                | Q(to_location_id__isnull=False) & is_one_of("why", WHYS),
                name="put_away_target_says_why",
            ),
            models.CheckConstraint(
                condition=Q(sku__isnull=False) | Q(unit_id__isnull=False), name="loose_units_are_of_an_item"
            ),
            models.CheckConstraint(
                condition=~Q(to_location_id=F("from_location_id")), name="put_away_goes_elsewhere"
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "priority", "created_at", "id"],
                condition=Q(status__in=WAITING),
                name="put_away_waiting",
            ),
            models.Index(
                fields=["to_location_id"], condition=Q(status__in=WAITING), name="put_away_by_target"
            ),
            models.Index(fields=["asn"], name="put_away_by_asn"),
            models.Index(fields=["done_at"], condition=Q(status="done"), name="put_away_done"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} to {self.to_location_id}"


class PlaceReport(OperatorOwned):
    """Somebody could not put goods where they were to go: the place gets nothing more until it was counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    location_id = models.BigIntegerField()
    reason = models.CharField(max_length=7)
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=40)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location_id"], condition=Q(resolved_at__isnull=True), name="place_is_reported_once"
            ),
            models.CheckConstraint(
                condition=is_one_of("reason", REPORT_REASONS), name="report_reason_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["site"], condition=Q(resolved_at__isnull=True), name="place_reported")
        ]

    def __str__(self) -> str:
        return f"{self.location_id} is {self.reason}"
