"""Print the card with a shopper's words."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.documents.gift_card import GiftCard, render_gift_card
from packhaus.outbound.errors import VasNotFound
from packhaus.outbound.queries.vas_work import list_vas

_NAME = "SELECT name FROM access_merchant WHERE id = %(id)s"


def print_gift_card(*, scope: Scope, fulfillment_id: UUID, option: str, line_id: int | None) -> bytes:
    """Render the text of a service as a card of A6, in the shopper's language.

    Queries: 2. Raises: VasNotFound when there is no such service or no text of it, or none any more.
    """
    found = list_vas(scope=scope, fulfillment_ids=[fulfillment_id])
    line = next((one for one in found if one.option == option and one.line_id == line_id and one.text), None)
    if line is None:
        raise VasNotFound("there is no text to print", option=option)
    with transaction(scope):
        name = str(rows.fetch_value(_NAME, {"id": line.merchant_id}))
    return render_gift_card(card=GiftCard(line.language, line.text, name))
