"""What is wrong with registrations, their evidence, and rules that ask for them."""

import re
from collections.abc import Iterator, Sequence

from packhaus.kernel.errors import FieldProblem
from packhaus.terms.types.registrations import (
    BATTERY_KINDS,
    PER_BRAND,
    Activity,
    Evidence,
    GateRuleDraft,
    RegistrationDraft,
    Scheme,
)

MOST_EVIDENCE_BYTES = 5 * 1024 * 1024
_COUNTRY = re.compile(r"[A-Z]{2}")
_SCHEMES = frozenset(one.value for one in Scheme)
_ACTIVITIES = frozenset(one.value for one in Activity)
_BEGINNINGS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def check_registrations(drafts: Sequence[RegistrationDraft]) -> list[FieldProblem]:
    """Return every problem of registrations, by their places."""
    return [
        problem for place, draft in enumerate(drafts) for problem in _check(f"registrations.{place}", draft)
    ]


def check_rule(draft: GateRuleDraft) -> list[FieldProblem]:
    """Return every problem of a rule; without its source it is no rule."""
    problems = list(_check_place("rule", draft.country, draft.scheme))
    if draft.activity not in _ACTIVITIES:
        problems.append(FieldProblem("rule.activity", "unknown", "is store or ship"))
    if not 0 < len(draft.source.strip()) <= 200:
        problems.append(
            FieldProblem("rule.source", "format", "is 1 to 200 characters: law, section, and since when")
        )
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        problems.append(FieldProblem("rule.ends_on", "before_start", "lies before the beginning"))
    return problems


def check_evidence(evidence: Evidence) -> list[FieldProblem]:
    """Return what is wrong with an uploaded document."""
    if len(evidence.content) > MOST_EVIDENCE_BYTES:
        return [FieldProblem("evidence", "too_large", "is at most 5 MB")]
    begins = _BEGINNINGS.get(evidence.media_type)
    if begins is None or not evidence.content.startswith(begins):
        return [FieldProblem("evidence", "format", "is a PDF, PNG or JPEG file")]
    return []


def _check(path: str, draft: RegistrationDraft) -> Iterator[FieldProblem]:
    yield from _check_place(path, draft.country, draft.scheme)
    if not 0 < len(draft.number.strip()) <= 60 or not draft.number.isprintable():
        yield FieldProblem(f"{path}.number", "format", "is 1 to 60 characters")
    if len(draft.kept_by) > 80:
        yield FieldProblem(f"{path}.kept_by", "too_long", "is at most 80 printable characters")
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        yield FieldProblem(f"{path}.valid_to", "before_start", "lies before the beginning")
    yield from _check_device(path, draft)


def _check_device(path: str, draft: RegistrationDraft) -> Iterator[FieldProblem]:
    is_per_brand = draft.scheme in PER_BRAND
    for name, most in (("brand", 60), ("device_class", 40)):
        value = getattr(draft, name)
        if is_per_brand and not 0 < len(value.strip()) <= most:
            yield FieldProblem(f"{path}.{name}", "required", "is needed for devices and batteries")
        elif not is_per_brand and value:
            yield FieldProblem(f"{path}.{name}", "superfluous", "is for devices and batteries only")
    if draft.scheme == Scheme.BATTERY and draft.device_class and draft.device_class not in BATTERY_KINDS:
        yield FieldProblem(f"{path}.device_class", "unknown", f"is one of {', '.join(BATTERY_KINDS)}")


def _check_place(path: str, country: str, scheme: str) -> Iterator[FieldProblem]:
    if not _COUNTRY.fullmatch(country):
        yield FieldProblem(f"{path}.country", "format", "is two capital letters (ISO 3166-1)")
    if scheme not in _SCHEMES:
        yield FieldProblem(f"{path}.scheme", "unknown", f"is one of {', '.join(Scheme)}")
