"""Places that hold or hand over goods."""

from django.db import models

from packhaus.access.models import Shared
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class Site(Shared):
    """A warehouse, store, distributor, supplier or repair shop, run by us or by a partner.

    `handling_minutes`: from an order to its parcel at the dock. `orders_a_day`: so many leave on a day at most, 0: any.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, default="warehouse")
    run_by = models.CharField(max_length=8, default="own")
    stock_policy = models.CharField(max_length=10, default="own")
    feed_max_age_minutes = models.IntegerField(default=1440)
    feed_trust_margin = models.BigIntegerField(default=0)
    feed_seen_at = models.DateTimeField(null=True)
    timezone = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=16, default="")
    city = models.CharField(max_length=80, default="")
    street = models.CharField(max_length=120, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    priority = models.IntegerField(default=100)
    working_weekdays = models.CharField(max_length=7, default="1111100")
    partner_answer_minutes = models.IntegerField(default=240)
    handling_minutes = models.IntegerField(default=0, db_default=0)
    orders_a_day = models.IntegerField(default=0, db_default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("kind", ["warehouse", "store", "distributor", "supplier", "repair"]),
                name="site_kind_is_known",
            ),
            models.CheckConstraint(
                condition=is_one_of("run_by", ["own", "partner"]), name="site_is_own_or_partner"
            ),
            models.CheckConstraint(
                condition=models.Q(stock_policy="own", run_by="own")
                | models.Q(stock_policy__in=["own", "feed", "unlimited"], run_by="partner"),
                name="only_a_partner_site_has_a_feed",
            ),
            models.CheckConstraint(
                condition=models.Q(handling_minutes__range=(0, 10_080), orders_a_day__gte=0),
                name="site_handles_within_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CutOff(Shared):
    """When a carrier's parcels must be at the dock on a weekday (ISO 1 to 7), site time."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    carrier_code = models.CharField(max_length=24)
    weekday = models.SmallIntegerField()
    at = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "carrier_code", "weekday"], name="cut_off_is_one_per_carrier_and_weekday"
            ),
            models.CheckConstraint(condition=models.Q(weekday__range=(1, 7)), name="cut_off_weekday_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier_code} {self.weekday} {self.at}"


class ClosedDay(Shared):
    """A day on which a site does not work, beside weekends."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    day = models.DateField()
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="site_is_closed_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class Centroid(Shared):
    """Where a postal code, place, region or country lies; loaded from the file we ship (GeoNames, CC BY 4.0)."""

    country = models.CharField(max_length=2)
    precision = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "precision", "key"], name="centroid_is_one_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key}"
