"""What a site's floor scans, as it comes in."""

from typing import Annotated, Literal

from pydantic import Field

from packhaus.api.fields import Input
from packhaus.outbound.queries.scan_policies import ScanPolicyRow


class ScanPolicyIn(Input):
    """One kind of work: the place first or the item alone, and what proves the item. Receiving begins with the item."""

    operation: Literal["pick", "receive", "put_away", "replenish", "count", "move"]
    begins_with: Literal["place", "item"]
    proof: Literal["once", "each", "lot"] = "once"

    def as_policy(self) -> ScanPolicyRow:
        """Return what the service takes."""
        return ScanPolicyRow(self.operation, self.begins_with, self.proof)


class ScanPoliciesIn(Input):
    """Kinds of work, each at most once."""

    policies: Annotated[list[ScanPolicyIn], Field(min_length=1, max_length=6)]
