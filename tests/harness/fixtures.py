"""`db`: one clone per process, every test rolled back. `committed`: a clone for the test alone, commits are real."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from packhaus.inventory.queries.rules import forget_location_facts
from packhaus.inventory.queries.site_locations import forget_site_locations
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.list_sites import forget_sites
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.orders.services.place.whole import forget_lacking
from packhaus.shipping.queries.carton_types import forget_carton_types
from packhaus.shipping.queries.priced_services import forget_priced_services
from packhaus.shipping.queries.service_choice import forget_services
from packhaus.terms.queries.get_terms import forget_terms
from tests.harness import databases


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let no test speak the language that the one before it turned to."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_mail_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write mails nowhere and sweep none: the checkout's data folder belongs to whoever works in it."""
    monkeypatch.setattr(django_settings, "MAIL_URL", "null:")


@pytest.fixture(scope="session")
def template_database(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        databases.drop_abandoned_clones()
        return databases.ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's own: its databases would not be secured, nor reached as the runtime role."""
    with django_db_blocker.unblock():
        clone = databases.make_clone(template_database)
        with databases.using_database(clone):
            yield
        databases.drop_clone(clone)


@pytest.fixture
def committed(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Give the test a database of its own; the value is the environment that leads other processes to it."""
    with django_db_blocker.unblock():
        clone = databases.make_clone(template_database)
        try:
            with databases.using_database(clone):
                yield databases.list_urls(clone)
        finally:
            connections.close_all()
            databases.drop_clone(clone)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """Open the database in whichever way the test asked for; rolled back when it did not say."""
    forget_everything()
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")


def forget_everything() -> None:
    """Read anew what a process keeps: the next database numbers other rows alike."""
    forget_sourcing_sites()
    forget_calendars()
    forget_sites()
    forget_services()
    forget_priced_services()
    forget_carton_types()
    forget_location_facts()
    forget_site_locations()
    forget_terms()
    forget_lacking()
