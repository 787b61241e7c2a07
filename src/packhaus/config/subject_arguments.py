"""How a command is told which shopper is meant."""

import argparse
from uuid import UUID

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.scope import Scope
from packhaus.insight.services.subjects import SubjectMarks


def add_subject_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--merchant", required=True, help="the merchant's code")
    marks = parser.add_argument_group("who", "one or more; every contact with any of them is meant")
    marks.add_argument("--email", default="")
    marks.add_argument("--phone", default="", help="as +491701234567")
    marks.add_argument("--reference", default="", help="the shop's own customer number")
    marks.add_argument("--contact", type=UUID, action="append", default=[], help="a contact's id")


def read_subject(arguments: argparse.Namespace) -> tuple[Scope, SubjectMarks]:
    """Return the merchant's scope and the marks."""
    merchant = get_merchant_by_code(scope=Scope.operator(), code=arguments.merchant)
    marks = SubjectMarks(
        merchant_id=merchant.id,
        contact_ids=tuple(arguments.contact),
        email=arguments.email,
        phone=arguments.phone,
        reference=arguments.reference,
    )
    return Scope.merchant(merchant.id), marks
