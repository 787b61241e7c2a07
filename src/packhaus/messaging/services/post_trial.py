"""Ask for a test mail; a job writes and sends it."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.messaging.errors import WordingNotFound
from packhaus.messaging.tasks import mail_test
from packhaus.messaging.types import WordingKey


def post_trial(*, scope: Scope, key: WordingKey, user_id: UUID) -> None:
    """Have a merchant's draft, or what is said now, mailed to a person who signs in here. Raises: WordingNotFound."""
    if not scope.sees(key.merchant_id):
        raise WordingNotFound("there are no such words")
    with transaction(scope):
        mail_test.defer(
            merchant_id=str(key.merchant_id), kind=key.kind.value, language=key.language, user_id=str(user_id)
        )
