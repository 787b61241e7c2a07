"""Write docs/states/ from the transitions in the code, or check that both agree: python -m tools.states [--check].

Every status machine of the apps is one diagram; a test runs the check.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from packhaus.care import states as care
from packhaus.inbound import states as inbound
from packhaus.inventory import states as inventory
from packhaus.kernel.states import Transition
from packhaus.messaging import states as messaging
from packhaus.orders import states as orders
from packhaus.outbound import states as outbound
from packhaus.printing import states as printing
from packhaus.recalls import states as recalls
from packhaus.shipping import states as shipping
from packhaus.transfers import states as transfers

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "states"
MACHINES: dict[str, tuple[str, Sequence[Transition]]] = {
    "fulfillment-order": ("Fulfillment order", orders.FULFILLMENT_TRANSITIONS),
    "request": ("Request to a partner", orders.REQUEST_TRANSITIONS),
    "pick-batch": ("Pick batch", outbound.BATCH_TRANSITIONS),
    "pick-task": ("Pick task", outbound.TASK_TRANSITIONS),
    "replenishment": ("Replenishment", outbound.REPLENISHMENT_TRANSITIONS),
    "slotting-proposal": ("Proposal of slotting", outbound.SLOTTING_TRANSITIONS),
    "slotting-move": ("Move of slotting", outbound.SLOTTING_MOVE_TRANSITIONS),
    "transfer": ("Transfer", transfers.TRANSFER_TRANSITIONS),
    "print-job": ("Print job", printing.JOB_TRANSITIONS),
    "note": ("Note of a shopper", care.NOTE_TRANSITIONS),
    "recall": ("Recall", recalls.RECALL_TRANSITIONS),
    "sort-task": ("Sort task", outbound.SORT_TRANSITIONS),
    "asn": ("Announced delivery", inbound.ASN_TRANSITIONS),
    "purchase-order": ("Purchase order", inbound.PURCHASE_TRANSITIONS),
    "put-away-task": ("Put-away task", inbound.PUT_AWAY_TRANSITIONS),
    "quality-check": ("Quality check", inbound.CHECK_TRANSITIONS),
    "difference": ("Difference of a delivery", inbound.DIFFERENCE_TRANSITIONS),
    "appointment": ("Truck at a door", inbound.APPOINTMENT_TRANSITIONS),
    "count": ("Count", inventory.COUNT_TRANSITIONS),
    "shipment": ("Shipment", shipping.SHIPMENT_TRANSITIONS),
    "label-purchase": ("Label that a carrier sells", shipping.PURCHASE_TRANSITIONS),
    "manifest": ("Manifest", (shipping.CLOSE_MANIFEST,)),
    "billed-parcel": ("What a carrier asks for a parcel", shipping.BILLED_TRANSITIONS),
    "rate-card-version": ("Version of a rate card", shipping.RATE_VERSION_TRANSITIONS),
    "message": ("Message", messaging.MESSAGE_TRANSITIONS),
}


def draw(title: str, transitions: Sequence[Transition]) -> str:
    """Return the page of one machine."""
    arrows = [
        f"    {source} --> {transition.target}: {transition.name}"
        for transition in transitions
        for source in transition.sources
    ]
    table = [
        f"| {transition.name} | {', '.join(transition.sources)} | {transition.target} |"
        for transition in transitions
    ]
    return "\n".join(
        [
            f"# {title}",
            "",
            "Made from the code by `python -m tools.states`; everything that is not drawn is refused.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *arrows,
            "```",
            "",
            "| move | from | to |",
            "|---|---|---|",
            *table,
            "",
        ]
    )


def list_stale() -> list[Path]:
    """Return the pages that differ from the code."""
    return [
        path
        for name, (title, transitions) in MACHINES.items()
        if not (path := FOLDER / f"{name}.md").exists() or path.read_text() != draw(title, transitions)
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are stale."""
    if "--check" in arguments:
        for path in list_stale():
            print(f"{path} is not what the code says: run python -m tools.states")
        return 1 if list_stale() else 0
    FOLDER.mkdir(exist_ok=True)
    for name, (title, transitions) in MACHINES.items():
        (FOLDER / f"{name}.md").write_text(draw(title, transitions))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
