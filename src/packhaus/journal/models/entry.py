"""The journal: append-only facts, partitioned by month, made by the migration's SQL."""

from django.db import models

from packhaus.access.models import MerchantOwned


class Entry(MerchantOwned):
    """One fact. Ids and codes only: a person must be forgettable without touching this table."""

    pk = models.CompositePrimaryKey("recorded_on", "id")
    recorded_on = models.DateField()
    id = models.BigIntegerField()
    transaction = models.TextField(db_column="xid")
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=48)
    merchant_id = models.UUIDField(null=True)  # type: ignore[assignment]  # facts of the operation have none
    aggregate_kind = models.CharField(max_length=24)
    aggregate_id = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=40)
    cause_id = models.BigIntegerField(null=True)
    data = models.JSONField()

    class Meta:
        managed = False
        db_table = "journal_entry"

    def __str__(self) -> str:
        return f"{self.kind} {self.aggregate_id}"
