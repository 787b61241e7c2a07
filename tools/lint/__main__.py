"""Run the house's rules over every tracked file: `python -m tools.lint [--rules]`."""

import sys
from fnmatch import fnmatch

from tools.lint.allowed import ALLOWED
from tools.lint.rules import RULES
from tools.lint.sources import Finding, list_sources


def main() -> int:
    if "--rules" in sys.argv:
        for name, rule in RULES.items():
            print(f"{name:22} {(rule.__doc__ or '').splitlines()[0]}")
        return 0
    findings, unused = check_everything()
    for name, finding in findings:
        print(f"{finding.path}:{finding.line}: {name}: {finding.text}")
    for name, pattern in sorted(unused):
        print(f"tools/lint/allowed.py: {name} is allowed for {pattern} without need")
    return 1 if findings or unused else 0


def check_everything() -> tuple[list[tuple[str, Finding]], set[tuple[str, str]]]:
    """Return what breaks a rule, and the exceptions that nothing needs any more."""
    findings: list[tuple[str, Finding]] = []
    unused = set(ALLOWED)
    for source in list_sources():
        for name, rule in RULES.items():
            for finding in rule(source):
                exceptions = {key for key in ALLOWED if key[0] == name and fnmatch(source.path, key[1])}
                unused -= exceptions
                if not exceptions:
                    findings.append((name, finding))
    return findings, unused


if __name__ == "__main__":
    sys.exit(main())
