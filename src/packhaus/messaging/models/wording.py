"""What merchants say in their own words, version by version, and how their messages look."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id

LANGUAGES = ("en", "de", "id")
CHANNELS = ("email", "sms")
_KEY = ["merchant_id", "kind", "language", "channel"]


class MessageWording(MerchantOwned):
    """One version of a merchant's words for one kind of message; without a number it is the draft of the next.

    The version with the highest number is what is said. One that is standard has no words: ours are said again.
    `revision` counts the times a draft was saved, so that nobody writes over what another has just written.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)
    version = models.IntegerField(null=True)
    is_standard = models.BooleanField(default=False)
    revision = models.IntegerField(default=1)
    subject = models.CharField(max_length=120, default="")
    headline = models.CharField(max_length=120, default="")
    body = models.TextField(default="")
    button = models.CharField(max_length=40, default="")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=[*_KEY, "version"], name="wording_version_is_published_once"),
            models.UniqueConstraint(
                fields=_KEY, condition=Q(version__isnull=True), name="wording_has_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True, published_at__isnull=True)
                | Q(version__gte=1, published_at__isnull=False),
                name="wording_has_a_number_once_published",
            ),
            models.CheckConstraint(
                condition=is_one_of("language", LANGUAGES), name="wording_language_is_known"
            ),
            models.CheckConstraint(condition=is_one_of("channel", CHANNELS), name="wording_channel_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version or 'draft'}"


class MessageBrand(MerchantOwned):
    """How a merchant's messages look and who answers them; empty is as the merchant itself is called and coloured."""

    sender_name = models.CharField(max_length=60, default="")
    colour = models.CharField(max_length=7, default="")
    reply_to = models.CharField(max_length=254, default="")
    footer_en = models.CharField(max_length=500, default="")
    footer_de = models.CharField(max_length=500, default="")
    footer_id = models.CharField(max_length=500, default="")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id"], name="merchant_has_one_message_brand"),
            models.CheckConstraint(
                condition=Q(colour="") | Q(colour__regex=r"^#[0-9a-f]{6}$"),
                name="message_colour_is_hexadecimal",
            ),
        ]

    def __str__(self) -> str:
        return self.sender_name or str(self.merchant_id)
