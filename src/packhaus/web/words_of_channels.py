"""What channels of messages, their carriers and what people allow are called."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

MESSAGE_CHANNELS: dict[str, Words] = {
    "email": _("channel", "E-mail"),
    "sms": "SMS",
    "whatsapp": "WhatsApp",
}
MESSAGE_CARRIERS: dict[str, Words] = {
    "twilio": "Twilio",
    "whatsapp_cloud": "WhatsApp Cloud API",
    "folder": _("message carrier", "Files in a folder, for trying out"),
}
CHANNEL_ORDERS: dict[str, Words] = {
    "email": _("channels", "E-mail"),
    "email,sms": _("channels", "E-mail, then SMS"),
    "sms,email": _("channels", "SMS, then e-mail"),
    "whatsapp,email": _("channels", "WhatsApp, then e-mail"),
    "whatsapp,sms,email": _("channels", "WhatsApp, then SMS, then e-mail"),
}
PERMISSION_REASONS: dict[str, Words] = {
    "opted_in": _("permission", "Said yes"),
    "opted_out": _("permission", "Wants no more"),
    "stop_reply": _("permission", "Answered STOP"),
    "bounced": _("permission", "Nobody at this address"),
    "complained": _("permission", "Reported as unwanted"),
    "by_hand": _("permission", "Stopped here"),
    "lifted": _("permission", "Lifted here"),
}
SAID_HOW: dict[str, Words] = {
    "tracking": _("said", "on the tracking page"),
    "reply": _("said", "by an answer"),
    "checkout": _("said", "when ordering"),
    "console": _("said", "by somebody here"),
    "api": _("said", "over the API"),
    "provider": _("said", "told by the provider"),
}
MESSAGE_FAILURES: dict[str, Words] = {
    "no consent": _("message failure", "no consent"),
    "opted out": _("message failure", "wants no more of these"),
    "stop reply": _("message failure", "answered STOP"),
    "bounced": _("message failure", "nobody at this address"),
    "complained": _("message failure", "reported as unwanted"),
    "by hand": _("message failure", "stopped here"),
    "limit of a day": _("message failure", "too many today"),
    "quiet hours": _("message failure", "waits for the end of the night"),
    "no gateway": _("message failure", "nobody carries this channel"),
    "no template": _("message failure", "no approved template"),
    "never came": _("message failure", "the provider never got it"),
    "cut off": _("message failure", "cut off"),
    "words expired": _("message failure", "its words have expired"),
    "address": _("message failure", "no usable address"),
    "undelivered": _("message failure", "not delivered"),
}
CREDENTIALS_OF_CARRIERS: dict[str, Words] = {
    "account": _("message carrier", "Account SID"),
    "secret": _("message carrier", "Auth token, or app secret"),
    "token": _("message carrier", "Access token"),
}
CHANNEL_TABLES = {
    "message_carrier": MESSAGE_CARRIERS,
    "message_channel": MESSAGE_CHANNELS,
    "message_failure": MESSAGE_FAILURES,
    "permission_reason": PERMISSION_REASONS,
    "said_how": SAID_HOW,
}
