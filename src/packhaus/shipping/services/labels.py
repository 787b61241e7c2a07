"""Print labels, and remember how often."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.documents.label import AnyLabel, render_label_previews, render_labels
from packhaus.shipping.errors import ParcelNotFound
from packhaus.shipping.queries.bought_labels import list_bought_labels
from packhaus.shipping.queries.label_data import list_labels, list_pallet_labels

_COUNT = """
UPDATE shipping_parcel SET label_count = label_count + 1, label_printed_at = %(now)s WHERE id = ANY(%(ids)s::uuid[])
"""


def print_labels(*, scope: Scope, parcel_ids: Sequence[UUID], now: datetime) -> bytes:
    """Render the labels of parcels as one PDF, a page each in the order asked, and count the print.

    Pallets that the parcels stand on get a label of their own, last. A label is bought once; a reprint is the same
    label with a higher count. Rendering happens outside of a transaction.
    Queries: 4, one a transaction. Raises: ParcelNotFound naming every parcel without a label; nothing is counted.
    """
    printed = render_printed(scope=scope, parcel_ids=parcel_ids)
    count_print(scope=scope, parcel_ids=parcel_ids, now=now)
    return printed


def render_printed(*, scope: Scope, parcel_ids: Sequence[UUID]) -> bytes:
    """Render labels whose print is counted elsewhere. Queries: 3. Raises: ParcelNotFound."""
    return render_labels(labels=_list_all(scope, parcel_ids))


def render_pictures(*, scope: Scope, parcel_ids: Sequence[UUID], dots_per_inch: float) -> list[bytes]:
    """Render a PNG per label for a printer that takes dots. Queries: 3. Raises: ParcelNotFound."""
    labels = _list_all(scope, parcel_ids)
    return render_label_previews(labels=labels, dots_per_inch=dots_per_inch)


def _list_all(scope: Scope, parcel_ids: Sequence[UUID]) -> list[AnyLabel]:
    labels = list_labels(scope=scope, parcel_ids=parcel_ids)
    if not labels or len(labels) != len(parcel_ids):
        raise ParcelNotFound(
            f"{len(parcel_ids) - len(labels)} of these parcels have no label", parcel_ids=list(parcel_ids)
        )
    bought = list_bought_labels(scope=scope, parcel_ids=parcel_ids)
    expired = [id_ for id_, label in bought.items() if label is None]
    if expired:
        raise ParcelNotFound("the carrier's labels of these parcels have expired", parcel_ids=expired)
    own = [bought.get(id_) or label for id_, label in zip(parcel_ids, labels, strict=True)]
    return [*own, *list_pallet_labels(scope=scope, parcel_ids=parcel_ids)]


def count_print(*, scope: Scope, parcel_ids: Sequence[UUID], now: datetime) -> None:
    """Remember that the labels of parcels are printed once more. Queries: 1."""
    with transaction(scope):
        rows.execute(_COUNT, {"ids": list(parcel_ids), "now": now})
