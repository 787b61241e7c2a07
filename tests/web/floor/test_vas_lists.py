"""The list of services and the list of totes that stand aside, and what is done with many of their rows."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.orders.services.cancel import cancel_order
from packhaus.outbound.services.stop import answer_cancel_requests
from tests.web.conftest import SignIn
from tests.web.floor.test_bench_extras import wrapped
from tests.web.floor.test_pack_page import tote

__all__ = ["tote", "wrapped"]


@pytest.fixture
def as_lead(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def read(query: str) -> list[tuple[object, ...]]:
    with transaction(Scope.operator()):
        return rows.fetch_tuples(query)


def test_services_are_given_taken_back_and_done_together(
    as_lead: Client, sign_in: SignIn, stranger: User, associate: User, tote: str, wrapped: None
) -> None:
    page = as_lead.get("/vas/", follow=True).content.decode()
    for told in ("Gift wrap", "Gift message", tote):
        assert told in page
    assert "Alles Gute" not in as_lead.get("/vas/?format=csv").getvalue().decode()
    keys = re.findall(r'name="selected" value="([^"]+)"', page)
    for picker, had in (("nobody", 0), (str(associate.id), len(keys))):
        as_lead.post("/vas/", {"do": "assign", "selected": keys, "picker": picker})
        assert len(read("SELECT 1 FROM outbound_vastask WHERE status = 'claimed'")) == had
    as_lead.post("/vas/", {"do": "return", "selected": keys[:1]})
    assert len(read("SELECT 1 FROM outbound_vastask")) == len(keys) - 1
    for _ in range(2):
        as_lead.post("/vas/", {"do": "done", "selected": [*keys, "damaged", f"{keys[0]}x"]})
    assert read("SELECT count(*) FROM journal_entry WHERE kind = 'vas_done'") == [(len(keys),)]
    assert (
        "Nothing is left to do" in as_lead.get("/vas/?view=left&status=open&status=claimed").content.decode()
    )
    assert "Gift wrap" in as_lead.get("/vas/?view=done&status=done").content.decode()
    assert sign_in(stranger).get("/vas/").status_code == 404


def test_who_does_a_service_is_told_that_its_order_is_cancelled(
    as_associate: Client, tote: str, wrapped: None
) -> None:
    read("UPDATE catalog_vasoption SET step = 'before' RETURNING 1")
    page = as_associate.get(f"/floor/services/{tote}/").content.decode()
    assert "Gift wrap" in page
    assert read("SELECT count(*) > 0 FROM outbound_vastask WHERE status = 'claimed'") == [(True,)]
    [(order_id,)] = read(
        "SELECT DISTINCT f.order_id FROM outbound_vastask AS v"
        " JOIN orders_fulfillmentorder AS f ON f.id = v.fulfillment_id"
    )
    now = datetime.now(tz=UTC)
    cancel_order(scope=Scope.operator(), order_id=UUID(str(order_id)), now=now, actor=SYSTEM)
    page = as_associate.get(f"/floor/services/{tote}/").content.decode()
    assert "to be cancelled" in page
    assert "Gift wrap" not in page
    answer_cancel_requests(now=now, actor=SYSTEM)
    assert read("SELECT count(*) FROM outbound_vastask") == [(0,)]
    gone = as_associate.post(f"/floor/services/{tote}/mark/", {"vas": "WRAP.0"})
    assert "No order in this tote any more" in gone.content.decode()


def test_a_tote_stands_aside_until_what_it_waits_for_is_answered(
    as_lead: Client, as_associate: Client, tote: str, wrapped: None
) -> None:
    assert (
        tote not in as_lead.get("/set-aside/", follow=True).content.decode()
    )  # services at the bench keep it nowhere
    read("UPDATE catalog_vasoption SET step = 'before' WHERE code = 'WRAP' RETURNING 1")
    assert "Waits for a service" in as_lead.get("/set-aside/?why=service").content.decode()
    as_associate.post(f"/pack/{tote}/problem/", {"reason": "damaged"})
    page = as_lead.get("/set-aside/?why=problem").content.decode()
    assert "An item is damaged" in page
    [(id_,)] = read("SELECT fulfillment_id FROM outbound_packproblem")
    as_lead.post("/set-aside/", {"do": "solve", "selected": [str(id_)]})
    assert "An item is damaged" not in as_lead.get("/set-aside/", follow=True).content.decode()
    again = as_lead.post("/set-aside/", {"do": "solve", "selected": [str(id_)]}, follow=True)
    assert "No problem was reported" in again.content.decode()
