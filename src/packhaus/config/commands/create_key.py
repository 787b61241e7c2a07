"""Make an API key for a merchant, or for the operator. It is printed once, and kept as a hash."""

import argparse

from django.utils import timezone

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.scope import Scope
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM, KeyScope


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="what it is for")
    parser.add_argument("--merchant", default="", help="its code; without it the key is the operator's")
    parser.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=[scope.value for scope in KeyScope],
        help="may be given more than once",
    )


def run(arguments: argparse.Namespace) -> int:
    scope = Scope.operator()
    merchant = get_merchant_by_code(scope=scope, code=arguments.merchant) if arguments.merchant else None
    made = create_key(
        scope=scope,
        merchant_id=merchant.id if merchant else None,
        name=arguments.name,
        scopes=arguments.scope,
        now=timezone.now(),
        actor=SYSTEM,
    )
    print(made.token)
    return 0
