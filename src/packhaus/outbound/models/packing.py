"""How parcels were packed, and what they were packed in."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import PACK_PROBLEMS


class ParcelPlan(MerchantOwned):
    """What lies where in one carton, by its handling unit; inside measures, and how much of it is empty.

    `placements`: rows of order line, corner, size of one unit, units along, across and up (`cartonize.Placement`);
    none where somebody packed other than planned and nothing fitted by arithmetic.
    """

    unit_id = models.UUIDField(primary_key=True)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    empty_permille = models.SmallIntegerField()
    placements = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(empty_permille__gte=0, empty_permille__lte=1000),
                name="empty_share_is_from_none_to_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.empty_permille}"


class PackagingUse(MerchantOwned):
    """What one parcel was packed in by material, as it was at that moment: its carton, its fill, what services used.

    What services used for all parcels of a shipment is with the first of them. Where nobody has said what a carton is
    made of, its weight stands under no material ("").
    """

    unit_id = models.UUIDField()
    source = models.CharField(max_length=6)
    site_id = models.UUIDField()
    country = models.CharField(max_length=2)
    code = models.CharField(max_length=16)
    material_grams = models.JSONField()
    sku_id = models.UUIDField(null=True)
    quantity = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "source", "code"], name="packaging_is_used_once_per_parcel"
            ),
            models.CheckConstraint(
                condition=is_one_of("source", ["carton", "fill", "vas"]), name="packaging_source_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.code}"


class PackSetting(OperatorOwned):
    """What a site's benches take for a right weight: so far off the expected one, and at least so many grams."""

    site_id = models.UUIDField(primary_key=True)
    tolerance_permille = models.SmallIntegerField()
    tolerance_grams = models.IntegerField()
    must_weigh = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerance_permille__gte=0, tolerance_permille__lte=1000, tolerance_grams__gte=0),
                name="weight_tolerance_is_a_share_and_grams",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tolerance_permille} {self.tolerance_grams}"


class PackProblem(MerchantOwned):
    """Why a fulfillment order was set aside at the packing bench; until it is solved nobody packs it."""

    fulfillment_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=12)
    reported_by = models.CharField(max_length=40)
    reported_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("reason", PACK_PROBLEMS), name="pack_problem_has_a_known_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fulfillment_id} {self.reason}"


class PackPhoto(MerchantOwned):
    """A photo of a fulfillment order at the bench, or of its parcels; the picture is a blob of the shopper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fulfillment_id = models.UUIDField(db_index=True)
    order_id = models.UUIDField(db_index=True)
    blob_id = models.UUIDField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return str(self.id)
