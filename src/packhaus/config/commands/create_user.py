"""Give a person a sign-in. Without --password the link to set one is printed, good for three days."""

import argparse

from django.conf import settings
from django.utils import timezone

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.scope import Scope
from packhaus.access.services.links import make_link
from packhaus.access.services.users import create_user
from packhaus.access.types import SYSTEM, LinkPurpose, Role


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
    parser.add_argument("--merchant", default="", help="its code; for the role merchant only")
    parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en")
    parser.add_argument("--password", help="only for a try-out: it stays in the shell's history")


def run(arguments: argparse.Namespace) -> int:
    scope = Scope.operator()
    merchant = get_merchant_by_code(scope=scope, code=arguments.merchant) if arguments.merchant else None
    user_id = create_user(
        scope=scope,
        email=arguments.email,
        name=arguments.name,
        roles=[Role(role) for role in arguments.role],
        merchant_id=merchant.id if merchant else None,
        password=arguments.password,
        language=arguments.language,
        now=timezone.now(),
        actor=SYSTEM,
    )
    print(f"{arguments.email} can sign in at {settings.BASE_URL}")
    if not arguments.password:
        minted = make_link(
            scope=scope, user_id=user_id, purpose=LinkPurpose.INVITATION, now=timezone.now(), actor=SYSTEM
        )
        print(f"first set a password: {settings.BASE_URL}{minted.path}")
    return 0
