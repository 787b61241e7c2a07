"""Release again and again: by hand, by the calendar, or as the floor gets through its work."""

from packhaus.outbound.services.policies.run import (
    PolicyRelease,
    PolicyRun,
    cut_release,
    note_release,
    release_by_policy,
    run_due_policies,
    run_policy,
)
from packhaus.outbound.services.policies.save import PolicyDraft, delete_policy, save_policy

__all__ = [
    "PolicyDraft",
    "PolicyRelease",
    "PolicyRun",
    "cut_release",
    "delete_policy",
    "note_release",
    "release_by_policy",
    "run_due_policies",
    "run_policy",
    "save_policy",
]
