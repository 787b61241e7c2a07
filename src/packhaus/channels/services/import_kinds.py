"""Which files can be imported: each kind once, for pages, jobs, previews and the command."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_asns import COLUMNS as ASN_COLUMNS
from packhaus.channels.services.import_asns import find_asn_faults, import_asns, read_asn
from packhaus.channels.services.import_bills import import_bills
from packhaus.channels.services.import_capacity import import_capacity
from packhaus.channels.services.import_catalog import COLUMNS as CATALOG_COLUMNS
from packhaus.channels.services.import_catalog import import_catalog, read_sku
from packhaus.channels.services.import_faces import import_faces
from packhaus.channels.services.import_locations import import_locations
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.services.import_purchases import COLUMNS as PURCHASE_COLUMNS
from packhaus.channels.services.import_purchases import (
    find_purchase_faults,
    import_purchases,
    read_purchase,
)
from packhaus.channels.services.import_registrations import COLUMNS as REGISTRATION_COLUMNS
from packhaus.channels.services.import_registrations import import_registrations, read_registration
from packhaus.channels.services.import_shelf_rules import COLUMNS as SHELF_RULE_COLUMNS
from packhaus.channels.services.import_shelf_rules import import_shelf_rules, read_shelf_rule
from packhaus.channels.services.import_sites import import_sites
from packhaus.channels.services.import_stock import COLUMNS as STOCK_COLUMNS
from packhaus.channels.services.import_stock import import_stock, read_stock
from packhaus.channels.services.import_transfers import COLUMNS as TRANSFER_COLUMNS
from packhaus.channels.services.import_transfers import import_transfers, read_transfer
from packhaus.channels.services.import_transit import import_transit
from packhaus.channels.services.order_columns import COLUMNS as ORDER_COLUMNS
from packhaus.channels.types import ImportSummary, Reject


class Sender(StrEnum):
    """Who sends a kind of file."""

    MERCHANT = "merchant"
    OPERATOR = "operator"
    ADMIN = "admin"


class MerchantFile(NamedTuple):
    """A kind of file about one merchant's things.

    `read` makes a record of a row (of orders, several rows make one). `find_faults` tells what only records together
    show, before anything is written; `has_known_skus`: the items it names have to be in the catalog. `sent_by` is who
    sends it in the console: merchants' own people too, only the operator's, or only its administrators.
    """

    take: Callable[..., ImportSummary]
    columns: Columns
    read: Callable[[Cells], Any] | None
    find_faults: Callable[..., list[Reject]] | None = None
    has_known_skus: bool = False
    sent_by: Sender = Sender.MERCHANT

    @property
    def is_operators(self) -> bool:
        """Tell whether merchants' own people send none."""
        return self.sent_by != Sender.MERCHANT


MERCHANT_FILES: Mapping[str, MerchantFile] = {
    "orders": MerchantFile(import_orders, ORDER_COLUMNS, None, has_known_skus=True),
    "catalog": MerchantFile(import_catalog, CATALOG_COLUMNS, read_sku),
    "stock": MerchantFile(
        import_stock, STOCK_COLUMNS, read_stock, has_known_skus=True, sent_by=Sender.OPERATOR
    ),
    "asns": MerchantFile(import_asns, ASN_COLUMNS, read_asn, find_asn_faults),
    "purchases": MerchantFile(import_purchases, PURCHASE_COLUMNS, read_purchase, find_purchase_faults),
    "transfers": MerchantFile(
        import_transfers, TRANSFER_COLUMNS, read_transfer, has_known_skus=True, sent_by=Sender.OPERATOR
    ),
    "registrations": MerchantFile(
        import_registrations, REGISTRATION_COLUMNS, read_registration, sent_by=Sender.ADMIN
    ),
    "shelf-rules": MerchantFile(
        import_shelf_rules, SHELF_RULE_COLUMNS, read_shelf_rule, sent_by=Sender.ADMIN
    ),
}
SITE_FILES: Mapping[str, Callable[..., ImportSummary]] = {
    "sites": import_sites,
    "locations": import_locations,
    "capacity": import_capacity,
    "faces": import_faces,
    "transit-times": import_transit,
    "carrier-bills": import_bills,
}
"""Files of the operator's own, about no merchant."""
