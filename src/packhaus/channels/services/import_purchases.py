"""Import purchase orders from a file: each row is a line of one. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

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
from packhaus.inbound.errors import PurchaseFinished
from packhaus.inbound.queries.purchases.delivered import has_cancelled_units
from packhaus.inbound.queries.purchases.stored import read_stored_purchases
from packhaus.inbound.services.purchases.change import change_purchase
from packhaus.inbound.services.purchases.check import check_purchases
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft

COLUMNS = Columns(
    known=(
        "order", "site", "supplier", "supplier_name", "sku", "quantity", "packaging", "expected_on", *IGNORED_COLUMNS,
    ),
    required=("order", "site", "supplier", "sku", "quantity", "expected_on"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PurchaseFileRow:
    """One line of an order, with what the row says of the whole; without a day it is refused before it is used."""

    number: str
    site: str
    supplier: str
    supplier_name: str
    sku: str
    quantity: int
    packaging: str
    expected_on: date | None


class PurchaseFile(DocumentFile[PurchaseFileRow, PurchaseDraft]):
    """Emits PurchasePlaced, PurchaseChanged."""

    kind, columns, number, path = "purchases", COLUMNS, "order", "orders"
    renamed = {"number": "order", "lines": "order", "supplier_code": "supplier"}
    over = PurchaseFinished

    def read(self, cells: Cells) -> PurchaseFileRow:
        """Read a row of a file of purchase orders."""
        cells.read_required("quantity")
        cells.read_required("expected_on")
        return PurchaseFileRow(
            number=cells.read_required("order"),
            site=cells.read_required("site").upper(),
            supplier=cells.read_required("supplier"),
            supplier_name=cells.read_text("supplier_name"),
            sku=cells.read_required("sku"),
            quantity=cells.read_whole("quantity"),
            packaging=cells.read_text("packaging"),
            expected_on=cells.find_date("expected_on"),
        )

    def draft(self, row: PurchaseFileRow, site_id: UUID) -> PurchaseDraft:
        """Return the order with the row's line."""
        assert row.expected_on
        line = PurchaseLineDraft(row.sku, row.quantity, row.expected_on, row.packaging)
        return PurchaseDraft(row.number, site_id, row.supplier, (line,), row.supplier_name)

    def say_whole(self, draft: PurchaseDraft) -> tuple[object, ...]:
        """Return site and supplier."""
        return draft.site_id, draft.supplier_code, draft.supplier_name

    def say_head(self, draft: PurchaseDraft) -> tuple[object, ...]:
        """Return site and supplier; what the supplier is called may have changed."""
        return draft.site_id, draft.supplier_code

    def check(self, merchant_id: UUID, drafts: Sequence[PurchaseDraft]) -> None:
        """Refuse what is wrong with orders."""
        check_purchases(merchant_id=merchant_id, drafts=drafts)

    def find_stored(self, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, Stored[PurchaseDraft]]:
        """Return the orders that were placed."""
        found = read_stored_purchases(merchant_id=merchant_id, numbers=numbers)
        return {number: Stored(one.id, one.draft) for number, one in found.items()}

    def place(self, teller: Teller, drafts: list[PurchaseDraft]) -> None:
        """Place orders."""
        place_purchases(**teller._asdict(), drafts=drafts)

    def change(self, teller: Teller, stored_id: UUID, draft: PurchaseDraft) -> None:
        """Change an order."""
        change_purchase(**teller._asdict(), order_id=stored_id, draft=draft)

    def list_known(
        self, before: PurchaseDraft, draft: PurchaseDraft
    ) -> Iterator[tuple[int, Obstacle | None]]:
        """Yield lines of an item that is ordered for that day."""
        known = {(line.sku_code, line.expected_on): line for line in before.lines}
        for place, line in enumerate(draft.lines):
            found = known.get((line.sku_code, line.expected_on))
            if found is not None:
                told = f"{line.sku_code} is ordered for that day with another quantity already"
                yield place, None if found == line else Obstacle("ordered", told)

    def find_obstacle(self, stored: Stored[PurchaseDraft]) -> Obstacle | None:
        """Return that units of an order were cancelled: a file cannot say which of them it means."""
        if not has_cancelled_units(stored.id):
            return None
        told = f"units of {stored.draft.number} were cancelled: change it on its page"
        return Obstacle("cancelled", told)


_FILE = PurchaseFile()
read_purchase = _FILE.read
import_purchases = partial(import_documents, _FILE)
find_purchase_faults = partial(find_faults, _FILE)
