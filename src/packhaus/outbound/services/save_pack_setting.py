"""Say what a site's benches take for a right weight."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.events import PackSettingSaved
from packhaus.outbound.queries.pack_settings import PackSettingRow

_SAVE = """
INSERT INTO outbound_packsetting (site_id, tolerance_permille, tolerance_grams, must_weigh)
VALUES (%(site_id)s, %(permille)s::smallint, %(grams)s::int, %(must_weigh)s)
ON CONFLICT (site_id) DO UPDATE SET tolerance_permille = excluded.tolerance_permille,
    tolerance_grams = excluded.tolerance_grams, must_weigh = excluded.must_weigh
"""
MAX_GRAMS = 100_000


def save_pack_setting(
    *, scope: Scope, site_id: UUID, site_code: str, setting: PackSettingRow, now: datetime, actor: Actor
) -> None:
    """Save a site's setting. Emits: PackSettingSaved. Queries: 2. Raises: Invalid (nothing was written)."""
    problems = [
        FieldProblem(name, "range", f"is from 0 to {most}")
        for name, value, most in (
            ("tolerance_permille", setting.tolerance_permille, 1_000),
            ("tolerance_grams", setting.tolerance_grams, MAX_GRAMS),
        )
        if not 0 <= value <= most
    ]
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        rows.execute(
            _SAVE,
            {
                "site_id": site_id,
                "permille": setting.tolerance_permille,
                "grams": setting.tolerance_grams,
                "must_weigh": setting.must_weigh,
            },
        )
        fact = PackSettingSaved(merchant_id=None, aggregate_id=site_id, code=site_code)
        record([fact], happened_at=now, actor=actor)
