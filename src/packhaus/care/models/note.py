"""What shoppers write about an order from its tracking page."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.care.states import NOTE_STATUSES
from packhaus.care.types import KINDS, TEXT_LENGTH
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class ShopperNote(MerchantOwned):
    """A problem with an order, or a wish for the delivery of a parcel; its words are apart, since they expire."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    key = models.CharField(max_length=36)
    parcel_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)
    wished_on = models.DateField(null=True)
    status = models.CharField(max_length=8, default="open")
    language = models.CharField(max_length=2)
    contact_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    taken_by = models.CharField(max_length=40, default="", db_default="")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "order_id", "key"], name="note_is_taken_once"),
            models.CheckConstraint(condition=is_one_of("status", NOTE_STATUSES), name="note_status_is_known"),
            models.CheckConstraint(condition=is_one_of("kind", list(KINDS)), name="note_kind_is_known"),
            models.CheckConstraint(
                condition=Q(status="open", done_at__isnull=True)
                | (~Q(status="open") & Q(done_at__isnull=False)),
                name="note_is_done_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(kind="day") | Q(wished_on__isnull=False), name="wish_for_a_day_names_it"
            ),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="note_by_order"),
            models.Index(fields=["merchant_id", "-sent_at", "id"], name="note_by_merchant"),
            models.Index(fields=["answer_by"], condition=Q(status="open"), name="note_to_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class ShopperNoteWords(MerchantOwned):
    """What the shopper wrote and was answered: personal, so it expires and `forget` deletes it."""

    note = OwnedForeignKey(ShopperNote, on_delete=models.CASCADE, primary_key=True, related_name="+")
    contact_id = models.UUIDField(null=True, db_index=True)
    text = models.CharField(max_length=TEXT_LENGTH)
    answer = models.CharField(max_length=TEXT_LENGTH, default="", db_default="")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.note_id)
