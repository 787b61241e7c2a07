"""The mail that says that a registration ends, in its reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.messaging.services.staff_mail import Letter, spell_day
from packhaus.terms.queries.list_registrations import IS_LAST

_READ = f"""
SELECT u.email, u.name, u.language, m.name AS merchant, g.id AS registration_id, g.country, g.scheme, g.number,
       g.valid_to,
       EXISTS (SELECT FROM access_membership AS s WHERE s.user_id = u.id AND s.role = 'lead') AS is_lead
FROM terms_registrationreminder AS r
JOIN terms_registration AS g ON g.id = r.registration_id
JOIN access_merchant AS m ON m.id = g.merchant_id
JOIN access_user AS u ON u.id = r.user_id
WHERE r.id = %(id)s AND u.is_active AND g.withdrawn_at IS NULL AND g.valid_to >= %(today)s::date AND {IS_LAST}
"""  # noqa: S608 - made of constants
_SCHEMES: dict[str, str | Promise] = {
    "packaging_register": pgettext_lazy("scheme", "Packaging: register"),
    "packaging_system": pgettext_lazy("scheme", "Packaging: system participation"),
    "weee": pgettext_lazy("scheme", "Electrical devices (WEEE)"),
    "battery": pgettext_lazy("scheme", "Batteries"),
    "textile": pgettext_lazy("scheme", "Textiles"),
}


@dataclass(frozen=True, slots=True)
class _Reminder:
    email: str
    name: str
    language: str
    merchant: str
    registration_id: UUID
    country: str
    scheme: str
    number: str
    valid_to: date
    is_lead: bool


def write_reminder(*, reminder_id: int, now: datetime) -> Letter | None:
    """Write the mail of a reminder; None when the registration goes on meanwhile, or nobody reads it. Queries: 1."""
    with transaction(Scope.operator()):
        found = rows.find_row(_Reminder, _READ, {"id": reminder_id, "today": now.date()})
    if found is None:
        return None
    with translation.override(found.language):
        return _write(found, (found.valid_to - now.date()).days)


def _write(one: _Reminder, days: int) -> Letter:
    holes = {
        "merchant": one.merchant, "country": one.country, "scheme": str(_SCHEMES[one.scheme]), "number": one.number,
        "day": spell_day(one.valid_to, language=one.language), "days": days,
    }  # fmt: skip
    subject = ngettext(
        "%(merchant)s, %(country)s: a registration ends in %(days)s day",
        "%(merchant)s, %(country)s: a registration ends in %(days)s days",
        days,
    )
    return Letter(
        kind="registration",
        email=one.email,
        name=one.name,
        language=one.language,
        subject=subject % holes,
        headline=_("A registration ends"),
        sentences=(
            _("%(scheme)s, %(country)s, number %(number)s of %(merchant)s is valid until %(day)s.") % holes,
            _("Nothing that follows it is written down. Goods that need it then neither come in nor leave."),
            _("Renew it in time, and have the new dates written down."),
        ),
        link=_("See the registration") if one.is_lead else _("Open Packhaus"),
        path=f"/setup/registrations/{one.registration_id}/" if one.is_lead else "/portal/",
    )
