"""Erase a shopper: name, addresses, messages and documents. Orders and the ledger keep figures, which name nobody."""

import argparse

from django.utils import timezone

from packhaus.access.types import SYSTEM
from packhaus.config.subject_arguments import add_subject_arguments, read_subject
from packhaus.insight.services.subjects import forget_subject


def configure(parser: argparse.ArgumentParser) -> None:
    add_subject_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    scope, marks = read_subject(arguments)
    forgotten = forget_subject(scope=scope, marks=marks, now=timezone.now(), actor=SYSTEM)
    print(f"{forgotten} contacts forgotten")
    return 0
