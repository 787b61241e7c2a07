"""Labour on the pages: the lead sees methods, a person the own day, nobody a ranking."""

from django.test import Client

from packhaus.access.models import User
from tests.web.conftest import SignIn
from tests.web.floor.test_pick_page import Scanner, list_tasks


def walk(client: Client, number: str) -> None:
    scanner, last = Scanner(client, number), ""
    for task in list_tasks():
        codes = [task.sku, task.tote] if task.location == last else [task.location, task.sku, task.tote]
        for code in codes:
            assert scanner.scan(code) == 200
        last = task.location


def test_own_figures_are_for_the_person_and_sums_for_the_lead(
    sign_in: SignIn, associate: User, admin: User, lead: User, number: str
) -> None:
    walker = sign_in(associate)
    walk(walker, number)
    own = walker.get("/floor/end-shift/").content.decode()
    assert "Your day" in own
    assert "3 lines" in own
    assert "Your day" not in sign_in(admin).get("/floor/end-shift/").content.decode()
    page = sign_in(lead).get("/insight/").content.decode()
    assert "LEEDS" in page
    assert "Pick" in page
    assert associate.name not in page
    assert sign_in(lead).get("/insight/?period=strange").status_code == 200


def test_labour_is_not_for_associates_and_merchants(sign_in: SignIn, associate: User, owner: User) -> None:
    for person in (associate, owner):
        assert sign_in(person).get("/insight/").status_code == 404
