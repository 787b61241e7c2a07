"""Goods that are not to be used any more, wherever they are."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.recalls.states import RECALL_STATUSES
from packhaus.recalls.types import ADVICE, HAZARDS, OUTCOMES, TEXT_LENGTH


class Recall(MerchantOwned):
    """One recall; the texts are what its merchant wants shoppers to read besides, and name nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    status = models.CharField(max_length=6, default="open")
    hazard = models.CharField(max_length=12)
    advice = models.CharField(max_length=12)
    text_en = models.CharField(max_length=TEXT_LENGTH, default="", db_default="")
    text_de = models.CharField(max_length=TEXT_LENGTH, default="", db_default="")
    text_id = models.CharField(max_length=TEXT_LENGTH, default="", db_default="")
    outcome = models.CharField(max_length=8, default="", db_default="")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", RECALL_STATUSES), name="recall_status_is_known"
            ),
            models.CheckConstraint(condition=is_one_of("hazard", HAZARDS), name="recall_hazard_is_known"),
            models.CheckConstraint(condition=is_one_of("advice", ADVICE), name="recall_advice_is_known"),
            models.CheckConstraint(
                condition=Q(status="open", outcome="") | (~Q(status="open") & is_one_of("outcome", OUTCOMES)),
                name="recall_ends_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["merchant_id", "-begun_at"], name="recall_by_merchant")]

    def __str__(self) -> str:
        return self.number


class RecallScope(MerchantOwned):
    """A lot that is recalled, or serial numbers of an item from one to another."""

    recall = OwnedForeignKey(Recall, related_name="scopes")
    sku = OwnedForeignKey(Sku, db_index=True)
    lot_id = models.BigIntegerField(null=True)
    first_serial = models.CharField(max_length=40, default="", db_default="")
    last_serial = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "sku", "lot_id", "first_serial"],
                nulls_distinct=False,
                name="recall_names_a_thing_once",
            ),
            models.CheckConstraint(
                condition=Q(lot_id__isnull=False, first_serial="", last_serial="")
                | (Q(lot_id__isnull=True, last_serial__gte=F("first_serial")) & ~Q(first_serial="")),
                name="recall_is_of_a_lot_or_of_serials",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id or self.first_serial}"


class RecallOrder(MerchantOwned):
    """Units of the recalled goods that an order was sent.

    `contact_id` is by which its shopper is told, once for all orders of one address; ids only, so that people can be
    forgotten.
    """

    recall = OwnedForeignKey(Recall, related_name="orders")
    order_id = models.UUIDField(db_index=True)
    quantity = models.BigIntegerField()
    returned = models.BigIntegerField(default=0, db_default=0)
    contact_id = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recall", "order_id"], name="recall_lists_an_order_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, returned__gte=0, returned__lte=F("quantity")),
                name="no_more_comes_back_than_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} in {self.order_id}"
