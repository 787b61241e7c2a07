"""The only table of labels and colours of a status.

A value that means two things has its kind in front: `parcel.pending`, `payment.none`, `verdict.done`.
Source: screens, section 10.2; the rows from `payment.due_on_delivery` on are states that the page leaves out.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _


class Colour(StrEnum):
    """What a colour says; red is only for what a person must act on now."""

    GREY = "grey"  # rests or over
    AZURE = "azure"  # accepted, its turn comes
    BLUE = "blue"  # somebody works on it
    INDIGO = "indigo"  # our part is ready, hand-over next
    TEAL = "teal"  # moving outside
    GREEN = "green"  # good end
    YELLOW = "yellow"  # waits for somebody outside, or part done
    ORANGE = "orange"  # will hurt, today
    RED = "red"  # act now


@dataclass(frozen=True, slots=True)
class Status:
    """How one status is written and drawn."""

    label: str | Promise
    colour: Colour


class UnknownStatus(LookupError):
    """A status that the table lacks: a bug, shown as such instead of a blank."""


STATUSES: dict[str, Status] = {
    "draft": Status(_("status", "Draft"), Colour.GREY),
    "placed": Status(_("status", "Placed"), Colour.AZURE),
    "in_progress": Status(_("status", "In progress"), Colour.BLUE),
    "partially_shipped": Status(_("status", "Partly shipped"), Colour.YELLOW),
    "shipped": Status(_("status", "Shipped"), Colour.TEAL),
    "delivered": Status(_("status", "Delivered"), Colour.GREEN),
    "closed": Status(_("status", "Closed"), Colour.GREY),
    "cancelled": Status(_("status", "Cancelled"), Colour.GREY),
    "on_hold": Status(_("status", "On hold"), Colour.RED),
    "planned": Status(_("status", "Planned"), Colour.GREY),
    "promised": Status(_("status", "Promised"), Colour.AZURE),
    "backordered": Status(_("status", "Backordered"), Colour.ORANGE),
    "released": Status(_("status", "Released"), Colour.AZURE),
    "picking": Status(_("status", "Picking"), Colour.BLUE),
    "picked": Status(_("status", "Picked"), Colour.INDIGO),
    "packed": Status(_("status", "Packed"), Colour.INDIGO),
    "dispatched": Status(_("status", "Dispatched"), Colour.TEAL),
    "rejected": Status(_("status", "Rejected"), Colour.ORANGE),
    "open": Status(_("status", "Open"), Colour.AZURE),
    "claimed": Status(_("status", "In hand"), Colour.BLUE),
    "done": Status(_("status", "Done"), Colour.GREEN),
    "short": Status(_("status", "Short"), Colour.ORANGE),
    "rated": Status(_("status", "Priced"), Colour.INDIGO),
    "labelled": Status(_("status", "Labelled"), Colour.INDIGO),
    "manifested": Status(_("status", "Manifested"), Colour.INDIGO),
    "voided": Status(_("status", "Voided"), Colour.GREY),
    "parcel.pending": Status(_("status", "Awaiting first scan"), Colour.GREY),
    "picked_up": Status(_("status", "Picked up"), Colour.TEAL),
    "in_transit": Status(_("status", "In transit"), Colour.TEAL),
    "out_for_delivery": Status(_("status", "Out for delivery"), Colour.TEAL),
    "ready_for_pickup": Status(_("status", "Ready to collect"), Colour.YELLOW),
    "delayed": Status(_("status", "Delayed"), Colour.ORANGE),
    "exception": Status(_("status", "Problem"), Colour.RED),
    "returned_to_sender": Status(_("status", "Back to sender"), Colour.RED),
    "lost": Status(_("status", "Lost"), Colour.RED),
    "announced": Status(_("status", "Announced"), Colour.GREY),
    "arriving": Status(_("status", "Arriving"), Colour.AZURE),
    "receiving": Status(_("status", "Receiving"), Colour.BLUE),
    "received": Status(_("status", "Received"), Colour.INDIGO),
    "partially_received": Status(_("status", "Partly received"), Colour.YELLOW),
    "appointment.booked": Status(_("status", "Booked"), Colour.AZURE),
    "appointment.arrived": Status(_("status", "Arrived"), Colour.YELLOW),
    "appointment.docked": Status(_("status", "At the door"), Colour.BLUE),
    "appointment.unloading": Status(_("status", "Being unloaded"), Colour.BLUE),
    "appointment.unloaded": Status(_("status", "Unloaded"), Colour.INDIGO),
    "appointment.departed": Status(_("status", "Departed"), Colour.GREY),
    "appointment.missed": Status(_("status", "Did not come"), Colour.ORANGE),
    "appointment.late": Status(_("status", "Late"), Colour.RED),
    "difference.open": Status(_("difference", "Not answered"), Colour.YELLOW),
    "difference.accepted": Status(_("difference", "Accepted"), Colour.GREEN),
    "difference.disputed": Status(_("difference", "Disputed"), Colour.ORANGE),
    "difference.granted": Status(_("difference", "Granted"), Colour.GREEN),
    "difference.upheld": Status(_("difference", "Stands as booked"), Colour.GREY),
    "quality.accepted": Status(_("status", "Passed"), Colour.GREEN),
    "quality.released": Status(_("status", "Released from quarantine"), Colour.GREEN),
    "quality.returned": Status(_("status", "Back to the supplier"), Colour.GREY),
    "counting": Status(_("status", "Counting"), Colour.BLUE),
    "counted": Status(_("status", "Counted"), Colour.INDIGO),
    "recount": Status(_("status", "Recount"), Colour.ORANGE),
    "approved": Status(_("status", "Approved"), Colour.GREEN),
    "requested": Status(_("status", "Requested"), Colour.AZURE),
    "request.requested": Status(_("status", "Waits for an answer"), Colour.YELLOW),
    "request.rejected": Status(_("status", "Refused"), Colour.ORANGE),
    "declined": Status(_("status", "Declined"), Colour.GREY),
    "inspected": Status(_("status", "Inspected"), Colour.INDIGO),
    "resolved": Status(_("status", "Resolved"), Colour.GREEN),
    "expired": Status(_("status", "Expired"), Colour.GREY),
    "diagnosed": Status(_("status", "Diagnosed"), Colour.AZURE),
    "quoted": Status(_("status", "Quoted"), Colour.YELLOW),
    "in_repair": Status(_("status", "In repair"), Colour.BLUE),
    "tested": Status(_("status", "Tested"), Colour.INDIGO),
    "scrapped": Status(_("status", "Scrapped"), Colour.GREY),
    "captured": Status(_("status", "Captured"), Colour.AZURE),
    "unrated": Status(_("status", "No price"), Colour.ORANGE),
    "excluded": Status(_("status", "Excluded"), Colour.GREY),
    "invoiced": Status(_("status", "Invoiced"), Colour.GREEN),
    "issued": Status(_("status", "Issued"), Colour.AZURE),
    "partially_paid": Status(_("status", "Partly paid"), Colour.YELLOW),
    "paid": Status(_("status", "Paid"), Colour.GREEN),
    "overdue": Status(_("status", "Overdue"), Colour.RED),
    "credited": Status(_("status", "Credited"), Colour.GREY),
    "written_off": Status(_("status", "Written off"), Colour.GREY),
    "proposed": Status(_("status", "Proposed"), Colour.AZURE),
    "sent": Status(_("status", "Sent"), Colour.TEAL),
    "settled": Status(_("status", "Settled"), Colour.GREEN),
    "escalated": Status(_("status", "Escalated"), Colour.RED),
    "blocked": Status(_("status", "Blocked"), Colour.YELLOW),
    "payment.none": Status(_("status", "Unpaid"), Colour.YELLOW),
    "authorised": Status(_("status", "Authorised"), Colour.AZURE),
    "refunded": Status(_("status", "Refunded"), Colour.GREY),
    "partially_refunded": Status(_("status", "Partly refunded"), Colour.YELLOW),
    "pending_shopper": Status(_("status", "Waiting for shopper"), Colour.YELLOW),
    "pending_carrier": Status(_("status", "Waiting for carrier"), Colour.YELLOW),
    "pending_warehouse": Status(_("status", "Waiting for warehouse"), Colour.ORANGE),
    "payment.due_on_delivery": Status(_("status", "Cash on delivery"), Colour.AZURE),
    "print_job.waiting": Status(_("status", "Waits for its printer"), Colour.AZURE),
    "print_job.silent": Status(_("status", "No answer"), Colour.RED),
    "print_job.claimed": Status(_("status", "Prints"), Colour.BLUE),
    "print_job.lost": Status(_("status", "Nobody knows"), Colour.RED),
    "print_job.printed": Status(_("status", "Printed"), Colour.GREEN),
    "print_job.failed": Status(_("status", "Not printed"), Colour.ORANGE),
    "print_job.cancelled": Status(_("status", "Taken back"), Colour.GREY),
    "label.queued": Status(_("status", "Waits for the carrier"), Colour.AZURE),
    "label.asking": Status(_("status", "Being bought"), Colour.BLUE),
    "label.unknown": Status(_("status", "Nobody knows"), Colour.ORANGE),
    "label.bought": Status(_("status", "Bought"), Colour.GREEN),
    "label.refused": Status(_("status", "Not bought"), Colour.RED),
    "label.dropped": Status(_("status", "Not needed"), Colour.GREY),
    "label.voiding": Status(_("status", "Goes back"), Colour.YELLOW),
    "label.voided": Status(_("status", "Given back"), Colour.GREY),
    "label.kept": Status(_("status", "Not taken back"), Colour.RED),
    "connection.tried": Status(_("status", "Being tried"), Colour.AZURE),
    "connection.works": Status(_("status", "Works"), Colour.GREEN),
    "connection.fails": Status(_("status", "Does not work"), Colour.RED),
    "connection.off": Status(_("status", "Switched off"), Colour.GREY),
    "wording.standard": Status(_("status", "Standard words"), Colour.GREY),
    "wording.own": Status(_("status", "Own words"), Colour.GREEN),
    "wording.draft": Status(_("status", "Draft"), Colour.YELLOW),
    "rates.draft": Status(_("status", "Draft"), Colour.YELLOW),
    "rates.published": Status(_("status", "Published"), Colour.GREEN),
    "rates.withdrawn": Status(_("status", "Withdrawn"), Colour.GREY),
    "rates.in_use": Status(_("status", "In use"), Colour.GREEN),
    "rates.offer": Status(_("status", "Offer"), Colour.AZURE),
    "note.open": Status(_("status", "To answer"), Colour.ORANGE),
    "note.answered": Status(_("status", "Answered"), Colour.GREEN),
    "note.closed": Status(_("status", "Closed without an answer"), Colour.GREY),
    "billed.open": Status(_("status", "To decide"), Colour.ORANGE),
    "billed.accepted": Status(_("status", "Accepted"), Colour.GREEN),
    "billed.disputed": Status(_("status", "Disputed"), Colour.YELLOW),
    "billed.credited": Status(_("status", "Credited"), Colour.GREEN),
    "recall.ending": Status(_("status", "Ending"), Colour.BLUE),
    "recall.ended": Status(_("status", "Ended"), Colour.GREY),
    "recall.not_told": Status(_("status", "Not told yet"), Colour.ORANGE),
    "recall.told": Status(_("status", "Told"), Colour.TEAL),
    "recall.unreachable": Status(_("status", "Not reachable"), Colour.RED),
    "recall.returned": Status(_("status", "Came back"), Colour.GREEN),
    "recall.open": Status(_("status", "Recalled"), Colour.RED),
    "allocated": Status(_("status", "Allocated"), Colour.AZURE),
    "held": Status(_("status", "Held"), Colour.AZURE),
    "accepted": Status(_("status", "Accepted"), Colour.AZURE),
    "outdated": Status(_("status", "Outdated"), Colour.GREY),
    "slotting.rejected": Status(_("status", "Left as it is"), Colour.GREY),
    "slotting.accepted": Status(_("status", "On the floor"), Colour.BLUE),
    "slotting.done": Status(_("status", "Moved"), Colour.GREEN),
    "cancel_requested": Status(_("status", "Stop requested"), Colour.ORANGE),
    "cancel_accepted": Status(_("status", "Stopped"), Colour.GREY),
    "cancel_refused": Status(_("status", "Stop refused"), Colour.ORANGE),
    "message.queued": Status(_("status", "Queued"), Colour.GREY),
    "message.sending": Status(_("status", "Sending"), Colour.BLUE),
    "message.unknown": Status(_("status", "Unknown if sent"), Colour.ORANGE),
    "message.standby": Status(_("status", "Stands by"), Colour.GREY),
    "message.spared": Status(_("status", "Not needed"), Colour.GREY),
    "message.skipped": Status(_("status", "Not allowed"), Colour.YELLOW),
    "job.queued": Status(_("status", "Queued"), Colour.GREY),
    "failed": Status(_("status", "Failed"), Colour.ORANGE),
    "running": Status(_("status", "Running"), Colour.BLUE),
    "parked": Status(_("status", "Parked"), Colour.ORANGE),
    "active": Status(_("status", "Active"), Colour.GREEN),
    "inactive": Status(_("status", "Inactive"), Colour.GREY),
    "registration.claimed": Status(_("status", "To be checked"), Colour.ORANGE),
    "registration.pending": Status(_("status", "Begins later"), Colour.AZURE),
    "registration.valid": Status(_("status", "In force"), Colour.GREEN),
    "registration.ending": Status(_("status", "Ends soon"), Colour.ORANGE),
    "registration.ended": Status(_("status", "Ended"), Colour.RED),
    "registration.withdrawn": Status(_("status", "Withdrawn"), Colour.GREY),
    "shelf_rule.pending": Status(_("status", "Begins later"), Colour.AZURE),
    "shelf_rule.active": Status(_("status", "In force"), Colour.GREEN),
    "shelf_rule.ended": Status(_("status", "Ended"), Colour.GREY),
    "shelf_rule.withdrawn": Status(_("status", "Withdrawn"), Colour.GREY),
    "gate_rule.ended": Status(_("status", "Ended"), Colour.GREY),
    "gate_rule.pending": Status(_("status", "Begins later"), Colour.AZURE),
    "invited": Status(_("status", "Invited"), Colour.AZURE),
    "revoked": Status(_("status", "Revoked"), Colour.GREY),
    "verdict.done": Status(_("status", "Done"), Colour.GREY),
    "verdict.on_track": Status(_("status", "On track"), Colour.GREEN),
    "verdict.at_risk": Status(_("status", "At risk"), Colour.ORANGE),
    "verdict.will_miss": Status(_("status", "Will miss"), Colour.RED),
    "purchase.late": Status(_("status", "Late"), Colour.ORANGE),
    "purchase.received": Status(_("status", "Received"), Colour.GREEN),
    "verdict.late": Status(_("status", "Late"), Colour.RED),
}


def get_status(kind: str, value: str) -> Status:
    """Return label and colour of a value, its own row for the kind first.

    Raises: UnknownStatus.
    """
    found = STATUSES.get(f"{kind}.{value}") or STATUSES.get(value)
    if found is None:
        message = f"{kind}.{value}"
        raise UnknownStatus(message)
    return found
