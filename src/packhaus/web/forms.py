"""What a form sent, read into plain values; every problem is collected before the domain is asked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from packhaus.decide.weights import read_weight
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.money import parse_minor

_INTEGER_AT_MOST = 10**12
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class FormReader:
    """Reads fields one by one and remembers what was wrong with them; `check` refuses with all of it."""

    sent: QueryDict
    problems: list[FieldProblem] = field(default_factory=list)

    def refuse(self, name: str, code: str, message: str) -> None:
        """Remember a problem of a field."""
        self.problems.append(FieldProblem(name, code, message))

    def read_text(self, name: str, *, is_required: bool = False, at_most: int = 200) -> str:
        """Read a line of text without the spaces around it."""
        text = self.sent.get(name, "").strip()
        if is_required and not text:
            self.refuse(name, "required", _("Say what goes here."))
        elif len(text) > at_most:
            self.refuse(name, "too_long", _("At most %(count)s characters.") % {"count": at_most})
        return text

    def read_integer(self, name: str, *, default: int | None = None, minimum: int | None = None) -> int:
        """Read a whole number; an empty field is the default, or a problem without one."""
        text = self.sent.get(name, "").strip()
        if not text and default is not None:
            return default
        try:
            value = int(text)
        except ValueError:
            self.refuse(name, "not_a_number", _("A whole number goes here."))
            return default or 0
        least = -_INTEGER_AT_MOST if minimum is None else minimum
        if value < least:
            self.refuse(name, "out_of_range", _("At least %(least)s goes here.") % {"least": least})
        elif value > _INTEGER_AT_MOST:
            self.refuse(name, "out_of_range", _("At most %(most)s goes here.") % {"most": _INTEGER_AT_MOST})
        return value

    def read_grams(self, name: str) -> int:
        """Read a weight into grams, as a person types it or a scale does; more than nothing."""
        try:
            grams = read_weight(self.sent.get(name, ""))
        except ValueError:
            grams = 0
        if grams < 1:
            self.refuse(name, "not_a_weight", _("A weight goes here, such as 350 or 1.234 kg."))
        return grams

    def read_minor(self, name: str, *, currency: str, default: int = 0) -> int:
        """Read an amount into the currency's minor units; comma or point."""
        text = self.sent.get(name, "").strip()
        if not text:
            return default
        try:
            amount = parse_minor(text, currency)
        except ValueError:
            amount = -1
        if not 0 <= amount <= _INTEGER_AT_MOST:
            self.refuse(name, "not_an_amount", _("An amount goes here, such as 12.50."))
            return default
        return amount

    def read_date(self, name: str) -> date | None:
        """Read a day; empty is none."""
        text = self.sent.get(name, "").strip()
        if not text:
            return None
        try:
            found = parse_date(text)
        except ValueError:
            found = None
        if found is None:
            self.refuse(name, "not_a_date", _("A date goes here."))
        return found

    def read_choice(self, name: str, choices: Collection[str]) -> str:
        """Read one of these values."""
        value = self.sent.get(name, "")
        if value not in choices:
            self.refuse(name, "unknown", _("Choose one of the list."))
        return value

    def read_id(self, name: str) -> UUID | None:
        """Read an id; empty or damaged is none."""
        return read_uuid(self.sent.get(name, ""))

    def read_chosen_id(self, name: str) -> UUID:
        """Read an id that has to be chosen. Raises: Invalid."""
        value = self.read_id(name)
        if value is None:
            self.refuse(name, "required", _("Choose one of the list."))
            self.check()
        assert value is not None
        return value

    def check(self) -> None:
        """Refuse the form when anything was wrong. Raises: Invalid."""
        if self.problems:
            raise Invalid(self.problems)


def read_moment(text: str) -> datetime | None:
    """Read an instant with its offset, of an address; what is none, or of another century, is nothing."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo and EARLIEST <= found <= LATEST else None


def read_uuid(text: str) -> UUID | None:
    """Read an id of an address; what is none is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
