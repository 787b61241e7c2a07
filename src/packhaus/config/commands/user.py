"""Help somebody who cannot sign in: a lost device, a forgotten password, a session left open elsewhere."""

import argparse

from django.conf import settings
from django.utils import timezone

from packhaus.access.queries.users import get_user_by_email
from packhaus.access.scope import Scope
from packhaus.access.services.links import make_link
from packhaus.access.services.second_factor import reset_second_factor
from packhaus.access.services.users import end_sessions
from packhaus.access.types import SYSTEM, LinkPurpose

ACTIONS = {
    "reset-second-factor": "take the second factor away; the password alone signs in again",
    "new-password": "print a link to set a new password, good for one hour",
    "sign-out": "end every session",
}


def configure(parser: argparse.ArgumentParser) -> None:
    listed = "; ".join(f"{action}: {meaning}" for action, meaning in ACTIONS.items())
    parser.add_argument("action", choices=list(ACTIONS), help=listed)
    parser.add_argument("email")


def run(arguments: argparse.Namespace) -> int:
    scope, now = Scope.operator(), timezone.now()
    user = get_user_by_email(scope=scope, email=arguments.email)
    if arguments.action == "reset-second-factor":
        reset_second_factor(scope=scope, user_id=user.id, now=now, actor=SYSTEM)
        print(f"{user.email} signs in with the password alone; open sessions are ended")
    elif arguments.action == "new-password":
        minted = make_link(scope=scope, user_id=user.id, purpose=LinkPurpose.RESET, now=now, actor=SYSTEM)
        print(f"{settings.BASE_URL}{minted.path}")
    else:
        end_sessions(user_id=user.id, now=now, actor=SYSTEM)
        print(f"{user.email} is signed out everywhere")
    return 0
