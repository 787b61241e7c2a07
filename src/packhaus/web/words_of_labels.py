"""What is said of labels that carriers sell."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

LABEL_FAILURES: dict[str, Words] = {
    "unreachable": _("label", "the carrier does not answer"),
    "silent": _("label", "the carrier fell silent"),
    "cut_off": _("label", "the connection broke"),
    "garbled": _("label", "the carrier's answer can't be read"),
    "sign_in": _("label", "the carrier does not let us in"),
    "refused": _("label", "the carrier refused"),
    "incomplete": _("label", "something is missing that the carrier asks for"),
    "address_incomplete": _("label", "the site's or the shopper's street or city is missing"),
    "no_cash": _("label", "no cash can be collected with this carrier's labels"),
    "no_signature": _("label", "no signature can be asked for with this carrier's labels"),
    "not_there": _("label", "the carrier knows of no such label"),
    "no_lookup": _("label", "the carrier can't be asked what it sold"),
    "lookup_unanswered": _("label", "the carrier does not say what it sold"),
    "lookup_refused": _("label", "the carrier does not say what it sold"),
    "lookup_garbled": _("label", "the carrier does not say what it sold"),
}

CREDENTIALS: dict[str, Words] = {
    "api_key": _("credentials", "API key"),
    "secret_key": _("credentials", "Secret key"),
    "track_api_key": _("credentials", "API key for tracking (of a project of its own)"),
    "track_secret_key": _("credentials", "Secret key for tracking"),
    "client_id": _("credentials", "Client id"),
    "client_secret": _("credentials", "Client secret"),
    "username": _("credentials", "User of the business portal"),
    "password": _("credentials", "Password of the business portal"),
    "mydhl.username": _("credentials", "User of the MyDHL API"),
    "mydhl.password": _("credentials", "Password of the MyDHL API"),
    "CRID": _("credentials", "Customer registration id (CRID)"),
    "MID": _("credentials", "Mailer id (MID)"),
    "manifest_MID": _("credentials", "Mailer id for manifests"),
}
