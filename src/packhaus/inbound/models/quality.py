"""What is checked when it comes in, and what the checks found."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.decide.sampling import LEVELS, PERCENT_AQLS
from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.states import CHECK_STATUSES, UNDECIDED
from packhaus.inbound.types import DEFECT_REASONS, SETTLE_GROUNDS
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.parties.models import Company


class QualityRule(MerchantOwned):
    """What of a merchant's goods is checked: an item's, a supplier's, an item's of a supplier, or everything."""

    sku = OwnedForeignKey(Sku, null=True)
    supplier = OwnedForeignKey(Company, null=True)
    level = models.CharField(max_length=3)
    aql = models.CharField(max_length=5)
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "sku", "supplier"],
                nulls_distinct=False,
                name="quality_rule_is_one_per_item_and_supplier",
            ),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="inspection_level_is_known"),
            models.CheckConstraint(condition=Q(aql__in=PERCENT_AQLS), name="aql_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.aql}"


class QualityCheck(MerchantOwned):
    """Units of a line that stand in quarantine until enough of them were looked at.

    What comes of the line until the check is decided joins it; the sampling plan is that of all its units.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asn = OwnedForeignKey(Asn, related_name="checks")
    line = OwnedForeignKey(AsnLine, related_name="checks")
    sku = OwnedForeignKey(Sku)
    site_id = models.UUIDField()
    level = models.CharField(max_length=3)
    aql = models.CharField(max_length=5)
    quantity = models.BigIntegerField()
    checked = models.BigIntegerField(default=0, db_default=0)
    defective = models.BigIntegerField(default=0, db_default=0)
    defect_reason = models.CharField(max_length=10, default="", db_default="")
    status = models.CharField(max_length=9, default="open")
    priority = models.IntegerField(default=0, db_default=0)
    from_location_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, default="", db_default="")
    ground = models.CharField(max_length=12, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(status__in=UNDECIDED), name="line_has_one_undecided_check"
            ),
            models.CheckConstraint(
                condition=is_one_of("status", CHECK_STATUSES), name="quality_check_status_is_known"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="check_counts_units"),
            models.CheckConstraint(
                condition=Q(defective__gte=0) & Q(defective__lte=F("checked")),
                name="defective_units_were_checked",
            ),
            models.CheckConstraint(
                condition=Q(defect_reason="") | is_one_of("defect_reason", DEFECT_REASONS),
                name="defect_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | is_one_of("ground", SETTLE_GROUNDS), name="ground_is_known"
            ),
        ]
        indexes = [models.Index(fields=["site_id", "status", "id"], name="quality_check_by_status")]

    def __str__(self) -> str:
        return f"{self.checked} of {self.quantity}"
