"""`db`: one clone per process, every test rolled back. `committed`: a clone for the test alone, commits are real."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from packhaus.kernel.kept import forget_everything
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
