"""Who stands in front of the page, and on which device."""

from uuid import UUID

from packhaus.outbound.queries.list_batches import BatchRow
from packhaus.web.guard import PageRequest


def read_person(request: PageRequest) -> UUID:
    """Return the id of the person."""
    return UUID(str(request.user.pk))


def is_mine(request: PageRequest, batch: BatchRow) -> bool:
    """Tell whether this person walks a batch now."""
    return batch.status == "claimed" and batch.picker_id == read_person(request)


def was_mine(request: PageRequest, batch: BatchRow) -> bool:
    """Tell whether this person walks a batch, or has walked it to its end."""
    return batch.status in {"claimed", "done"} and batch.picker_id == read_person(request)


def name_device(request: PageRequest) -> str:
    """Name the device of a scan: a browser is its person's."""
    return f"web-{read_person(request).hex}"


def read_client_id(request: PageRequest) -> str:
    """Return the scan's own id, or nothing where a page without script made none."""
    return request.POST.get("client_id", "")[:40]
