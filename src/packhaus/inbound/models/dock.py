"""Doors of a site, when they open, and which truck stands at which of them when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey, Shared
from packhaus.inbound.models.asn import Asn
from packhaus.inbound.states import APPOINTMENT_STATUSES, HOLDING
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class DockDoor(Shared):
    """A door where trucks are unloaded."""

    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=16)
    position = models.IntegerField()
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="door_code_is_unique_per_site")]

    def __str__(self) -> str:
        return self.code


class DockHours(Shared):
    """A day on which the doors of a site open and close at other times than usually; site time."""

    site = models.ForeignKey("network.Site", on_delete=models.CASCADE, db_index=False)
    day = models.DateField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="door_hours_differ_once_a_day"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="doors_open_before_they_close"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class DockSlot(Shared):
    """A door that is taken for a while by one truck; by whom say only the appointments, which are their merchants' own.

    One that `is_closed` has none: somebody has closed the door for that time. `deliveries` is how many keep it, as
    merchants do not see each other's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    door = models.ForeignKey(DockDoor, on_delete=models.PROTECT, db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_over = models.BooleanField(default=False, db_default=False)
    is_closed = models.BooleanField(default=False, db_default=False)
    deliveries = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deliveries__gte=0), name="slot_has_no_less_than_no_delivery"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_its_start"),
            # A range of one number equals by its overlap, which needs no extension.
            ExclusionConstraint(
                name="door_takes_one_truck_at_a_time",
                expressions=[
                    (Func(F("door"), F("door"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), "&&"),
                ],
                condition=Q(is_over=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door_id} {self.starts_at}"


class DockAppointment(MerchantOwned):
    """When the truck of a delivery comes to a door, and when it did what; what comes with it has the same slot."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asn = OwnedForeignKey(Asn, related_name="appointments")
    slot = models.ForeignKey(DockSlot, on_delete=models.PROTECT)
    pallets = models.IntegerField(default=0)
    status = models.CharField(max_length=9, default="booked")
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    docked_at = models.DateTimeField(null=True)
    unloading_at = models.DateTimeField(null=True)
    unloaded_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asn"], condition=Q(status__in=HOLDING), name="delivery_has_one_appointment"
            ),
            models.CheckConstraint(
                condition=is_one_of("status", APPOINTMENT_STATUSES), name="appointment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(pallets__gte=0, pallets__lte=1_000), name="truck_has_up_to_1000_pallets"
            ),
            models.CheckConstraint(
                condition=~Q(status="departed") | Q(departed_at__isnull=False),
                name="departed_truck_says_when",
            ),
        ]
        indexes = [models.Index(fields=["asn"], name="appointment_by_delivery")]

    def __str__(self) -> str:
        return f"{self.asn_id} {self.status}"


class DockPickUp(OperatorOwned):
    """A carrier's truck that stands at a door to be loaded, and when it left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.OneToOneField(DockSlot, on_delete=models.PROTECT)
    carrier_code = models.CharField(max_length=24)
    left_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.carrier_code} {self.slot_id}"
