"""Zones that are picked one after the other: a tote goes from person to person, none leaves her zone."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.outbound.states import HOLD_REASONS


class PickZone(OperatorOwned):
    """In which turn a zone is picked, and the shelf on which totes wait for it; a zone without a row comes by its code.

    Totes for a zone without a shelf are handed over.
    """

    site = models.ForeignKey("network.Site", on_delete=models.CASCADE)
    code = models.CharField(max_length=8)
    position = models.SmallIntegerField(default=1)
    shelf_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="pick_zone_is_one_per_site")]

    def __str__(self) -> str:
        return self.code


class ZoneLeg(OperatorOwned):
    """A walk's stay in one zone, from when its tote was sent there until it was passed on.

    A walk has one open leg at most, so that a tote waits in one zone; who picks it there has claimed the walk. A held
    tote waits for a lead.
    """

    batch_id = models.UUIDField()
    site_id = models.UUIDField()
    zone = models.CharField(max_length=8)
    place = models.SmallIntegerField()
    held_because = models.CharField(max_length=10, default="")
    picker_id = models.UUIDField(null=True)
    began_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch_id", "place"], name="leg_is_one_per_place"),
            models.UniqueConstraint(
                fields=["batch_id"], condition=Q(done_at__isnull=True), name="a_tote_waits_in_one_zone"
            ),
            models.CheckConstraint(
                condition=Q(held_because="") | is_one_of("held_because", HOLD_REASONS),
                name="leg_is_held_for_a_known_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["site_id", "zone"], condition=Q(done_at__isnull=True), name="leg_by_zone")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} in {self.zone}"
