"""Import announced deliveries from a file: each row is a line of one. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from packhaus.catalog.queries.tracked import get_tracked_skus
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.document_files import (
    DocumentFile,
    Obstacle,
    Stored,
    Teller,
    find_faults,
    import_documents,
)
from packhaus.channels.services.import_records import IGNORED_COLUMNS
from packhaus.inbound.errors import AsnUnderWay
from packhaus.inbound.queries.stored_drafts import read_stored_drafts
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.change import change_asn
from packhaus.inbound.services.check_drafts import check_drafts, name_line
from packhaus.inbound.types import AsnDraft, AsnLineDraft, say_tracking

_HEAD = ("site", "supplier", "supplier_name", "carrier", "tracking_number")
COLUMNS = Columns(
    known=(
        "asn", "expected_on", "sku", "quantity", "lot", "expires_on", "unit", "unit_kind", "order_number", *_HEAD,
        *IGNORED_COLUMNS,
    ),
    required=("asn", "site", "expected_on", "sku", "quantity"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AsnRow:
    """One line of a delivery, with what the row says of the whole."""

    number: str
    site: str
    expected_on: date | None
    head: tuple[str, ...]
    line: AsnLineDraft


class AsnFile(DocumentFile[AsnRow, AsnDraft]):
    """Emits AsnAnnounced, AsnChanged. The purchase order of the first row is the delivery's."""

    kind, columns, number, path = "asns", COLUMNS, "asn", "asns"
    renamed = {"number": "asn", "lines": "asn", "supplier_code": "supplier", "carrier_code": "carrier"}
    over = AsnUnderWay

    def read(self, cells: Cells) -> AsnRow:
        """Read a row of a file of announced deliveries."""
        cells.read_required("quantity")
        cells.read_required("expected_on")
        return AsnRow(
            number=cells.read_required("asn"),
            site=cells.read_required("site").upper(),
            expected_on=cells.find_date("expected_on"),
            head=tuple(cells.read_text(column) for column in _HEAD[1:]),
            line=AsnLineDraft(
                sku_code=cells.read_required("sku"),
                quantity=cells.read_whole("quantity"),
                lot_code=cells.read_text("lot"),
                expires_on=cells.find_date("expires_on"),
                unit_code=cells.read_text("unit"),
                unit_kind=cells.read_text("unit_kind").lower(),
                order_number=cells.read_text("order_number"),
            ),
        )

    def draft(self, row: AsnRow, site_id: UUID) -> AsnDraft:
        """Return the delivery with the row's line."""
        assert row.expected_on
        supplier, supplier_name, carrier, tracking_number = row.head
        return AsnDraft(
            row.number, site_id, row.expected_on, (row.line,), supplier, supplier_name, row.line.order_number, carrier,
            tracking_number=say_tracking(tracking_number),
        )  # fmt: skip

    def say_whole(self, draft: AsnDraft) -> tuple[object, ...]:
        """Return site, day, supplier, carrier and its tracking number."""
        return *self.say_head(draft), draft.supplier_name

    def say_head(self, draft: AsnDraft) -> tuple[object, ...]:
        """Return site, day, supplier, carrier and its number; what the supplier is called may have changed."""
        return (
            draft.site_id,
            draft.expected_on,
            draft.supplier_code,
            draft.carrier_code,
            draft.tracking_number,
        )

    def check(self, merchant_id: UUID, drafts: Sequence[AsnDraft]) -> None:
        """Refuse what is wrong with deliveries."""
        codes = [line.sku_code for draft in drafts for line in draft.lines]
        check_drafts(drafts=drafts, skus=get_tracked_skus(merchant_id=merchant_id, codes=codes))

    def find_stored(self, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, Stored[AsnDraft]]:
        """Return the deliveries that were announced."""
        found = read_stored_drafts(merchant_id=merchant_id, numbers=numbers)
        return {number: Stored(one.id, one.draft) for number, one in found.items()}

    def place(self, teller: Teller, drafts: list[AsnDraft]) -> None:
        """Announce deliveries."""
        announce_asns(**teller._asdict(), drafts=drafts)

    def change(self, teller: Teller, stored_id: UUID, draft: AsnDraft) -> None:
        """Change a delivery."""
        change_asn(**teller._asdict(), asn_id=stored_id, draft=draft)

    def align(self, before: AsnDraft, draft: AsnDraft) -> AsnDraft:
        """Say of lines which purchase order they are for where it is another than the delivery's."""
        return replace(draft, order_number=before.order_number).say_once()

    def list_known(self, before: AsnDraft, draft: AsnDraft) -> Iterator[tuple[int, Obstacle | None]]:
        """Yield lines that are announced."""
        known = {name_line(line): line.quantity for line in before.lines}
        for place, line in enumerate(draft.lines):
            units = known.get(name_line(line))
            if units is not None:
                told = f"{line.sku_code} is announced with {units} units already"
                yield place, None if units == line.quantity else Obstacle("announced", told)


_FILE = AsnFile()
read_asn = _FILE.read
import_asns = partial(import_documents, _FILE)
find_asn_faults = partial(find_faults, _FILE)
