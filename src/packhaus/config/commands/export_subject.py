"""Write down everything that is known about a shopper, as one JSON document."""

import argparse
import json
import os
import sys
from pathlib import Path

from packhaus.config.subject_arguments import add_subject_arguments, read_subject
from packhaus.insight.services.subjects import export_subject


def configure(parser: argparse.ArgumentParser) -> None:
    add_subject_arguments(parser)
    parser.add_argument("--to", type=Path, help="a file that only you can read; without it, the terminal")


def run(arguments: argparse.Namespace) -> int:
    scope, marks = read_subject(arguments)
    text = json.dumps(export_subject(scope=scope, marks=marks), default=str, ensure_ascii=False, indent=2)
    if arguments.to is None:
        sys.stdout.write(text + "\n")
        return 0
    descriptor = os.open(arguments.to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(f"written to {arguments.to}")
    return 0
