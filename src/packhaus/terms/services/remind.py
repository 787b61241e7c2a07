"""Tell people in time that a registration ends: those of its merchant, and the leads."""

from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.terms.queries.list_registrations import IS_LAST
from packhaus.terms.tasks import mail_registration_end
from packhaus.terms.types.registrations import REMINDED_DAYS

MOST_AT_ONCE = 500
# Whoever was told before, or at the same moment by another process, is not told again.
_REMIND = f"""
INSERT INTO terms_registrationreminder (merchant_id, registration_id, user_id, days, told_at)
SELECT DISTINCT g.merchant_id, g.id, u.id, d.days, %(now)s::timestamptz
FROM terms_registration AS g
CROSS JOIN LATERAL (
    SELECT min(n.days) AS days FROM unnest(%(days)s::bigint[]) AS n(days)
    WHERE g.valid_to <= %(today)s::date + n.days::int
) AS d
JOIN access_membership AS s ON s.role = 'lead' OR s.role = 'merchant' AND s.merchant_id = g.merchant_id
JOIN access_user AS u ON u.id = s.user_id AND u.is_active
WHERE g.withdrawn_at IS NULL AND NOT g.is_sample AND NOT g.is_claimed AND g.valid_from <= %(today)s::date
  AND g.valid_to BETWEEN %(today)s::date AND %(last)s::date AND {IS_LAST}
  AND NOT EXISTS (
    SELECT FROM terms_registrationreminder AS r
    WHERE r.registration_id = g.id AND r.user_id = u.id AND r.days = d.days
  )
LIMIT %(most)s
ON CONFLICT (registration_id, user_id, days) DO NOTHING
RETURNING id
"""  # noqa: S608 - made of constants


def remind_of_ends(*, now: datetime) -> int:
    """Queue a mail for each person and registration that ends within 90, 30 or 7 days and that nothing follows.

    Of those marks only the nearest is told, each once per person. Returns how many. Queries: 1, and 1 per mail.
    """
    today = now.date()
    parameters = {
        "now": now, "today": today, "last": today + timedelta(days=max(REMINDED_DAYS)), "days": list(REMINDED_DAYS),
        "most": MOST_AT_ONCE,
    }  # fmt: skip
    with transaction(Scope.operator()):
        told = [id_ for (id_,) in rows.fetch_tuples(_REMIND, parameters)]
        for reminder_id in told:
            mail_registration_end.defer(reminder_id=reminder_id)
    return len(told)
