"""Extraction of translatable strings from Django templates for Babel, which reads only Python by itself.

Django turns a template into text in which the strings stand in gettext calls; here those calls are read.
"""

import ast
import re
from collections.abc import Iterator
from typing import IO, Any

import django
from django.conf import settings

_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*((?:{_LITERAL}\s*,?\s*)+)", re.DOTALL)
_ARGUMENTS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}


def extract_template(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Yield (line, function, strings, comments) of each translatable string; the shape that Babel asks for."""
    del keywords, comment_tags, options
    if not settings.configured:
        settings.configure()
        django.setup()
    from django.utils.translation.template import templatize

    text = templatize(fileobj.read().decode())
    for call in _CALL.finditer(text):
        function = call.group(1)
        literals = [ast.literal_eval(found) for found in re.findall(_LITERAL, call.group(2), re.DOTALL)]
        strings = tuple(literals[: _ARGUMENTS[function]])
        line = text.count("\n", 0, call.start()) + 1
        yield line, function, strings if len(strings) > 1 else strings[0], []
