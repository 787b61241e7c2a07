"""Calls of the API pass by everything that only pages need."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from packhaus.config import wsgi


def ask(path: str) -> tuple[str, dict[str, str]]:
    answered: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        answered.update(status=status, headers={name.lower(): value for name, value in headers})

    response: Any = wsgi.application(RequestFactory().get(path).environ, start_response)
    response.close()
    return answered["status"], answered["headers"]


@pytest.mark.usefixtures("db")
def test_a_page_has_the_headers_of_pages_and_an_api_answer_has_not() -> None:
    _, page = ask("/sign-in/")
    _, answer = ask("/api/v1/nothing-here")
    assert "content-security-policy" in page
    assert "content-security-policy" not in answer


def test_the_apis_handler_loads_no_session_and_no_csrf() -> None:
    handler = wsgi._make_handler(wsgi.API_MIDDLEWARE)
    assert isinstance(handler, WSGIHandler)
    assert not vars(handler)["_view_middleware"]
