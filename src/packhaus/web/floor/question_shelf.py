"""The question shelf: where a site puts what nobody knows where it belongs, until a lead has looked."""

from uuid import UUID

from django.utils.translation import gettext as _

from packhaus.access.scope import Scope, transaction
from packhaus.outbound.queries.floor_rules import get_floor_rules


def find_question_shelf(*, scope: Scope, site_id: UUID) -> str:
    """Return the code of the site's question shelf, empty where it named none. Queries: 1."""
    with transaction(scope):
        return get_floor_rules(site_id=site_id).question_shelf


def name_question_shelf(*, scope: Scope, site_id: UUID) -> str:
    """Name the site's question shelf, for sentences. Queries: 1."""
    code = find_question_shelf(scope=scope, site_id=site_id)
    return _("the question shelf %(code)s") % {"code": code} if code else _("the question shelf")


def tell_aside(*, scope: Scope, site_id: UUID) -> str:
    """Say where to put what does not belong here. Queries: 1."""
    return _("Put it on %(shelf)s.") % {"shelf": name_question_shelf(scope=scope, site_id=site_id)}
