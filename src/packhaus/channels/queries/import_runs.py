"""What is known of files that came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.channels.types import Reject
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_PAGE = 1_000

_MERCHANT = "SELECT id, currency, language FROM access_merchant WHERE id = %(merchant_id)s"
_NAME = "SELECT file_name FROM channels_importrun WHERE id = %(id)s"
_REJECTS = """
SELECT line, "column", code, message FROM channels_importreject
WHERE run_id = %(run_id)s AND line > %(after)s ORDER BY line, id LIMIT %(page)s
"""


@dataclass(frozen=True, slots=True)
class MerchantDefaults:
    """What an order file need not say."""

    id: UUID
    currency: str
    language: str


def get_merchant_defaults(*, scope: Scope, merchant_id: UUID) -> MerchantDefaults:
    """Return a merchant's currency and language. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(MerchantDefaults, _MERCHANT, {"merchant_id": merchant_id})
    if found is None:
        raise NotFound("merchant not found")
    return found


def get_run_name(*, scope: Scope, run_id: UUID) -> str:
    """Return the name of the file of an import. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        name = rows.fetch_value(_NAME, {"id": run_id})
    if name is None:
        raise NotFound("import not found")
    return str(name)


def list_rejects(*, scope: Scope, run_id: UUID) -> Iterator[Reject]:
    """Yield a run's rejects by line, in pages. Queries: 1 a page of 1,000."""
    after = 0
    while True:
        with transaction(scope):
            found = rows.fetch_tuples(_REJECTS, {"run_id": run_id, "after": after, "page": _PAGE})
        page = [Reject(*row) for row in found]
        if len(page) == _PAGE and page[0].line < page[-1].line:
            # The last line may have more rejects than fit: it begins the next page.
            page = [reject for reject in page if reject.line < page[-1].line]
        yield from page
        if len(found) < _PAGE:
            return
        after = page[-1].line
