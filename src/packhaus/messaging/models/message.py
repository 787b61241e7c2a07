"""Messages to shoppers: at most one per fact, recipient and channel."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.messaging.states import STATUSES


class Message(MerchantOwned):
    """The outbox row; the words are in MessageBody, which expires.

    `rank` counts the channels that are tried before this one; `provider_number` is the carrier's own number for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fact = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    channel = models.CharField(max_length=10, default="email")
    rank = models.SmallIntegerField(default=0, db_default=0)
    provider_number = models.CharField(max_length=80, default="", db_default="")
    contact_id = models.UUIDField()
    topic_kind = models.CharField(max_length=16)
    topic_id = models.UUIDField()
    topic_number = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=8, default="queued")
    failure = models.CharField(max_length=120, default="")
    attempts = models.SmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "fact", "contact_id", "channel"], name="fact_is_told_once_per_channel"
            ),
            models.CheckConstraint(condition=is_one_of("status", STATUSES), name="message_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["topic_id", "queued_at"], name="message_by_topic"),
            models.Index(fields=["merchant_id", "-queued_at", "id"], name="message_by_merchant"),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(status__in=["queued", "sending"]),
                name="message_to_send",
            ),
            models.Index(
                fields=["provider_number"],
                condition=~models.Q(provider_number=""),
                name="message_by_provider_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic_number}"


class MessageBody(MerchantOwned):
    """What was written to whom: personal, so it expires and `forget` deletes it.

    `values` fill the places of an approved WhatsApp template.
    """

    message = OwnedForeignKey(Message, on_delete=models.CASCADE, primary_key=True, related_name="+")
    contact_id = models.UUIDField(db_index=True)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    values = ArrayField(models.CharField(max_length=300), default=list, db_default=[])
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            # Texts alone have no HTML: mails pay nothing for it.
            models.Index(fields=["recipient"], condition=models.Q(html=""), name="texts_by_recipient"),
        ]

    def __str__(self) -> str:
        return str(self.message_id)
