"""Channels beside e-mail: who carries them, in which order they are tried, and what people allow."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.messaging.states import CHANNELS, REASONS, TEXT_CHANNELS


class MessageGateway(OperatorOwned):
    """Who carries a channel for a merchant, or for everybody who has none of its own (no merchant).

    `sender` is the number or name that messages come from. `templates` by kind and language (`order_placed.id`) are the
    names under which WhatsApp has approved our words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10)
    provider = models.CharField(max_length=16)
    sender = models.CharField(max_length=40)
    templates = models.JSONField(default=dict)
    sealed_credentials = models.BinaryField()
    is_active = models.BooleanField(default=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "channel"], nulls_distinct=False, name="channel_has_one_gateway"
            ),
            models.CheckConstraint(
                condition=is_one_of("channel", TEXT_CHANNELS), name="gateway_channel_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.provider}"


class MessageRoute(MerchantOwned):
    """The channels that a merchant's shoppers of a country (none: of all others) are told over, the first first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2, default="")
    channels = ArrayField(models.CharField(max_length=10))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "country"], name="country_has_one_route"),
            models.CheckConstraint(
                condition=Q(channels__contained_by=list(CHANNELS), channels__len__gte=1),
                name="route_channels_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country or '*'} {' '.join(self.channels)}"


class MessagePermission(MerchantOwned):
    """What holds for an address on a channel: allowed by the person, or stopped, with how that came about.

    `address_key` is a keyed hash of the address, which stays when the address is forgotten: whoever said stop is not
    written to again by somebody who imports the address anew. `wording` is what the person agreed to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10)
    address_key = models.CharField(max_length=64)
    address = models.CharField(max_length=254, default="")
    is_allowed = models.BooleanField()
    reason = models.CharField(max_length=12)
    said_how = models.CharField(max_length=12)
    wording = models.CharField(max_length=400, default="")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "channel", "address_key"], name="address_has_one_permission"
            ),
            models.CheckConstraint(
                condition=is_one_of("channel", CHANNELS), name="permission_channel_is_known"
            ),
            models.CheckConstraint(condition=is_one_of("reason", REASONS), name="permission_reason_is_known"),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "-said_at", "id"], name="permission_by_merchant"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reason}"
