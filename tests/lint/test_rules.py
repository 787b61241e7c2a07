from pathlib import PurePosixPath

import pytest

from tools.lint.allowed import ALLOWED
from tools.lint.rules import RULES
from tools.lint.sources import Source

LONG_FUNCTION = "def place() -> None:\n" + "    pass\n" * 60
SERVICE = "src/packhaus/orders/services/place.py"
QUERY = "src/packhaus/orders/queries/orders.py"

# rule, path, what breaks it
BAD = [
    ("file-length", SERVICE, "x = 1\n" * 401),
    ("file-length", "src/packhaus/bench/limits/intake.sql", "SELECT 1;\n" * 401),
    ("function-length", SERVICE, LONG_FUNCTION),
    ("vague-module", "src/packhaus/orders/utils.py", ""),
    ("vague-module", "src/packhaus/orders/helpers/money.py", ""),
    ("objects-in-interface", "src/packhaus/web/views/orders.py", "Order.objects.all()"),
    ("objects-in-interface", "src/packhaus/api/orders.py", "Order._default_manager.get(id=1)"),
    ("like-under-rls", QUERY, "Order.objects.filter(number__icontains='a')"),
    ("like-under-rls", QUERY, "SQL = 'SELECT id FROM orders_order WHERE number LIKE %(start)s'"),
    ("like-under-rls", "src/packhaus/orders/queries/find.sql", "SELECT 1\nWHERE number ILIKE 'a%'"),
    ("lock-outside-locks", SERVICE, "Order.objects.select_for_update()"),
    ("lock-outside-locks", SERVICE, "SQL = 'SELECT id FROM x ORDER BY id FOR NO KEY UPDATE'"),
    ("broad-except", SERVICE, "try:\n    pass\nexcept Exception:\n    pass"),
    ("broad-except", SERVICE, "try:\n    pass\nexcept (ValueError, Exception):\n    pass"),
    ("broad-except", SERVICE, "try:\n    pass\nexcept:\n    pass"),
    ("broad-except", SERVICE, "with contextlib.suppress(Exception):\n    pass"),
    ("sleep", "tests/orders/test_place.py", "import time\ntime.sleep(1)"),
    ("sleep", SERVICE, "from time import sleep"),
    ("clock-in-domain", SERVICE, "now = timezone.now()"),
    ("clock-in-domain", "src/packhaus/decide/routing.py", "now = datetime.datetime.now()"),
    ("mock", "tests/orders/test_place.py", "from unittest.mock import patch"),
    ("noqa-without-reason", SERVICE, "x = 1  # noqa"),
    ("noqa-without-reason", SERVICE, "x = 1  # noqa: S101"),
    ("registry-address", "requirements/base.txt", "--index" + "-url https://mirror.example/simple"),
    ("registry-address", "Makefile", "pip install https://files.python" + "hosted.org/x.whl"),
    ("foreign-room", SERVICE, "from packhaus.inventory.models import SiteStock"),
    ("foreign-room", SERVICE, "from packhaus.inventory import locks"),
    ("foreign-room", "src/packhaus/web/views/orders.py", "import packhaus.orders.models"),
    ("reads-and-writes", QUERY, "from packhaus.orders.services import place"),
    ("reads-and-writes", QUERY, "SQL = 'UPDATE orders_order SET stage = 1'"),
    ("reads-and-writes", QUERY, "SQL = 'WITH a AS (SELECT 1) INSERT INTO x SELECT 1 FROM a'"),
    ("reads-and-writes", QUERY, "order.save()"),
    ("reads-and-writes", SERVICE, "def get_order() -> None:\n    rows.fetch_one(Order, SQL)"),
    ("keyword-only", SERVICE, "def place_orders(scope, drafts): ..."),
    ("pure-decide", "src/packhaus/decide/routing.py", "import django"),
    ("pure-decide", "src/packhaus/decide/routing.py", "from packhaus.kernel import money"),
]

# rule, path, what looks like it and is fine
GOOD = [
    ("function-length", SERVICE, LONG_FUNCTION.replace("    pass\n", "", 1)),
    ("objects-in-interface", QUERY, "Order.objects.all()"),
    ("like-under-rls", QUERY, '"""LIKE is slow under row-level security."""'),
    ("like-under-rls", QUERY, "SQL = 'CREATE TEMPORARY TABLE a (LIKE orders_order INCLUDING DEFAULTS)'"),
    ("like-under-rls", "src/packhaus/access/models/merchant.py", "check = Q(code__regex='^[a-z]+$')"),
    ("lock-outside-locks", "src/packhaus/orders/locks.py", "SQL = 'SELECT id FROM x FOR NO KEY UPDATE'"),
    ("clock-in-domain", "src/packhaus/web/views/orders.py", "now = timezone.now()"),
    ("noqa-without-reason", SERVICE, "x = 1  # noqa: S608 - a constant of ours"),
    ("foreign-room", "src/packhaus/orders/models/order.py", "from packhaus.catalog.models import Sku"),
    ("foreign-room", SERVICE, "from packhaus.inventory.services import move_stock"),
    ("foreign-room", SERVICE, "from packhaus.orders.models import Order"),
    ("foreign-room", "src/packhaus/config/subscriptions.py", "from packhaus.messaging import handlers"),
    ("reads-and-writes", SERVICE, "from packhaus.catalog.queries import list_skus"),
    ("keyword-only", SERVICE, "def record(facts, *, now): ..."),
    ("keyword-only", SERVICE, "def _plan(a, b): ..."),
    (
        "pure-decide",
        "src/packhaus/decide/routing.py",
        "import math\nimport numpy as np\nfrom packhaus.decide import distance",
    ),
]


def run(rule: str, path: str, text: str) -> list[str]:
    return [finding.text for finding in RULES[rule](Source(path, text))]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_rule_finds_what_breaks_it(rule: str, path: str, text: str) -> None:
    assert run(rule, path, text)


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_a_rule_leaves_alone_what_only_looks_like_it(rule: str, path: str, text: str) -> None:
    assert run(rule, path, text) == []


def test_every_rule_has_a_bad_sample_and_a_sentence() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)
    assert all((rule.__doc__ or "").splitlines()[0].endswith(".") for rule in RULES.values())


def test_every_exception_names_a_rule_and_gives_a_reason() -> None:
    for (rule, path), reason in ALLOWED.items():
        assert rule in RULES
        assert PurePosixPath(path).parts
        assert len(reason.split()) > 4
