"""What codes of printing are called."""

from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy, pgettext_lazy

from packhaus.printing.types import JobRow
from packhaus.web.parts import Words

DOCUMENTS: dict[str, Words] = {
    "parcel_labels": pgettext_lazy("paper", "Parcel labels"),
    "plates": pgettext_lazy("paper", "LPN labels"),
    "packing_slip": pgettext_lazy("paper", "Packing slip"),
    "gift_card": pgettext_lazy("paper", "Gift card"),
    "pick_list": pgettext_lazy("paper", "Pick list"),
    "dispatch_list": pgettext_lazy("paper", "Dispatch list"),
    "transfer_note": pgettext_lazy("paper", "Transfer note"),
    "command_card": pgettext_lazy("paper", "Command card"),
    "test_label": pgettext_lazy("paper", "Test label"),
}
MEDIA: dict[str, Words] = {
    "label": pgettext_lazy("paper", "Labels, 4 × 6 inches"),
    "sheet": pgettext_lazy("paper", "Sheets, A4"),
}
SPEAKS: dict[str, Words] = {
    "zpl": "ZPL",
    "pdf": "PDF",
}
REACHED_BY: dict[str, Words] = {
    "raw": pgettext_lazy("printer", "Network: host and port"),
    "queue": pgettext_lazy("printer", "Print queue of the computer"),
}
PRINTER_STATES: dict[str, Words] = {
    "unknown": pgettext_lazy("printer", "Not heard of yet"),
    "ready": pgettext_lazy("printer", "Ready"),
    "no_answer": pgettext_lazy("printer", "No answer"),
    "paper_out": pgettext_lazy("printer", "No paper"),
    "head_open": pgettext_lazy("printer", "Open"),
    "paused": pgettext_lazy("printer", "Paused"),
}
PRINT_FAILURES: dict[str, Words] = {
    "no_answer": gettext_lazy("The printer does not answer. Is it on, and is its cable in?"),
    "paper_out": gettext_lazy("There is no paper in the printer. Put some in, then try again."),
    "head_open": gettext_lazy("The printer is open. Close it, then try again."),
    "paused": gettext_lazy("The printer is paused. Press its pause key, then try again."),
    "refused": gettext_lazy("The print queue of the computer refused it. Does the queue exist?"),
    "broke_off": gettext_lazy("It broke off. Look what is on paper before you print again."),
    "not_rendered": gettext_lazy("What it prints is not there any more."),
    "given_up": gettext_lazy("The computer at the printer fell silent, and somebody printed it again."),
}


def tell_title(job: JobRow) -> str:
    """Return what a job prints, with its number: Pick list B-88."""
    name = gettext_now("Paper") if job.document not in DOCUMENTS else str(DOCUMENTS[job.document])
    return f"{name} {job.title}".strip()
