"""Print the packing slip of a parcel."""

from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.outbound.documents.packing_slip import render_packing_slip
from packhaus.outbound.queries.slip_data import get_packing_slip


def print_packing_slip(*, scope: Scope, shipment_id: UUID, parcel_number: int) -> bytes:
    """Render the slip of one parcel as a PDF, in the shopper's language. Queries: 3. Raises: ParcelNotPacked."""
    return render_packing_slip(
        slip=get_packing_slip(scope=scope, shipment_id=shipment_id, parcel_number=parcel_number)
    )
