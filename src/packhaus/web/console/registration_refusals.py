"""What is said where a law stops goods."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes
from packhaus.web.words import name_code

SHOWN = 20


@describes("not_registered")
def describe_not_registered(error: DomainError) -> Refusal:
    """Name each merchant, item and registration that is missing, and the law that asks for it."""
    gaps = error.data["gaps"]
    first = gaps[0]
    query = {"for": first["merchant_code"], **{name: first[name] for name in ("country", "scheme", "brand")}}
    query["device_class"] = first["device_class"]
    return Refusal(
        int(error.status),
        _("The law stops these goods: a registration is missing."),
        _("%(merchant)s, %(country)s: %(scheme)s (%(source)s).")
        % {
            "merchant": first["merchant_code"],
            "country": first["country"],
            "scheme": name_code("scheme", first["scheme"]),
            "source": first["source"],
        },
        [Holder(_name_gap(gap), str(name_code("scheme", gap["scheme"]))) for gap in gaps[:SHOWN]],
        [
            Action(_("Enter the registration"), f"{reverse('console:new-registration')}?{urlencode(query)}"),
            Action(_("These are our own goods"), reverse("console:merchant", args=[first["merchant_code"]])),
        ],
    )


def _name_gap(gap: dict[str, str]) -> str:
    device = " · ".join(part for part in (gap["sku_code"], gap["brand"], gap["device_class"]) if part)
    place = f"{gap['merchant_code']} {gap['country']}"
    return f"{place}: {device}" if device else place
