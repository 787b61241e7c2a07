"""What carriers told of parcels: partitioned by month, made by the migration's SQL."""

from django.db import models

from packhaus.access.models import MerchantOwned


class TrackingEvent(MerchantOwned):
    """One thing that a carrier told of a parcel. `key` names it: the same news twice is one row.

    `told` are the carrier's words, which go after some weeks (`forget_told`); `status` is empty where the news says
    nothing of where the parcel stands.
    """

    pk = models.CompositePrimaryKey("recorded_on", "id")
    recorded_on = models.DateField()
    id = models.BigIntegerField()
    taken_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    parcel_id = models.UUIDField()
    carrier_code = models.CharField(max_length=24)
    source = models.CharField(max_length=8)
    key = models.CharField(max_length=32)
    status = models.CharField(max_length=18)
    problem = models.CharField(max_length=16)
    code = models.CharField(max_length=40)
    told = models.CharField(max_length=200)
    place = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    expected_at = models.DateTimeField(null=True)
    is_correction = models.BooleanField()

    class Meta:
        managed = False
        db_table = "shipping_trackingevent"

    def __str__(self) -> str:
        return f"{self.happened_at} {self.status or self.code}"
