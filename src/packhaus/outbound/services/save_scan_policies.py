"""Say what a site's floor scans at which work."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.events import ScanPoliciesSaved
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.outbound.states import SCAN_OPERATIONS, SCAN_PROOFS, SCAN_STARTS

_SAVE = """
INSERT INTO outbound_scanpolicy (site_id, operation, begins_with, proof)
SELECT %(site_id)s, * FROM unnest(%(operations)s::text[], %(starts)s::text[], %(proofs)s::text[])
ON CONFLICT (site_id, operation) DO UPDATE SET begins_with = excluded.begins_with, proof = excluded.proof
"""


@again_when_busy
def save_scan_policies(
    *,
    scope: Scope,
    site_id: UUID,
    site_code: str,
    policies: Sequence[ScanPolicyRow],
    now: datetime,
    actor: Actor,
) -> None:
    """Save what is scanned at these kinds of work; from the next scan on it holds, others stay as they are.

    Emits: ScanPoliciesSaved. Queries: 2. Raises: Invalid with every wrong word (nothing was written).
    """
    problems = [problem for index, policy in enumerate(policies) for problem in _check(index, policy)]
    if len({policy.operation for policy in policies}) < len(policies):
        problems.append(FieldProblem("policies", "duplicate", "stands twice"))
    if problems or not policies:
        raise Invalid(problems or [FieldProblem("policies", "required", "is empty")])
    # One order for all, so that two who save at once do not wait for each other in a circle.
    ordered = sorted(policies, key=lambda policy: policy.operation)
    parameters = {
        "site_id": site_id,
        "operations": [policy.operation for policy in ordered],
        "starts": [policy.begins_with for policy in ordered],
        "proofs": [policy.proof for policy in ordered],
    }
    with transaction(scope):
        rows.execute(_SAVE, parameters)
        fact = ScanPoliciesSaved(merchant_id=None, aggregate_id=site_id, code=site_code, count=len(policies))
        record([fact], happened_at=now, actor=actor)


def _check(index: int, policy: ScanPolicyRow) -> list[FieldProblem]:
    asked = (
        ("operation", policy.operation, SCAN_OPERATIONS),
        ("begins_with", policy.begins_with, ("item",) if policy.operation == "receive" else SCAN_STARTS),
        ("proof", policy.proof, SCAN_PROOFS),
    )
    return [
        FieldProblem(f"policies.{index}.{name}", "choice", f"is one of {', '.join(words)}")
        for name, word, words in asked
        if word not in words
    ]
