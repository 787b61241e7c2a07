"""What a site's benches take for a right weight."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_SETTING = """
SELECT tolerance_permille::int AS tolerance_permille, tolerance_grams, must_weigh
FROM outbound_packsetting WHERE site_id = %(site_id)s
"""


@dataclass(frozen=True, slots=True)
class PackSettingRow:
    """A weight may be off by so many thousandths of the expected one, and by so many grams in any case."""

    tolerance_permille: int
    tolerance_grams: int
    must_weigh: bool

    def is_plausible(self, *, weighed_grams: int, expected_grams: int) -> bool:
        """Tell whether a carton weighs what its contents should."""
        tolerance = max(self.tolerance_permille * expected_grams, self.tolerance_grams * 1_000)
        return abs(weighed_grams - expected_grams) * 1_000 <= tolerance


UNSAID = PackSettingRow(tolerance_permille=40, tolerance_grams=20, must_weigh=False)
"""What holds where nobody has said anything. Source: screens, section 6: 4% and at least 20 g."""


def get_pack_setting(*, scope: Scope, site_id: UUID) -> PackSettingRow:
    """Return a site's setting, or what holds without one. Queries: 1."""
    with transaction(scope):
        return rows.find_row(PackSettingRow, _SETTING, {"site_id": site_id}) or UNSAID
