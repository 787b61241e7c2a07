"""Refusals of files.

BadFile          the file as a whole cannot be read: encoding, columns, quotes, a line without end (422)
ImportIsRunning  another process is importing the same file right now (409)
"""

from packhaus.kernel.errors import Conflict, FieldProblem, Invalid


class BadFile(Invalid):
    """The file cannot be read from here on; nothing of it was imported by this attempt."""

    code = "bad_file"

    @classmethod
    def at_line(cls, line: int, code: str, message: str) -> "BadFile":
        """Name the line, as an editor counts it."""
        return cls([FieldProblem(f"line {line}", code, message, {"line": line})])


class ImportIsRunning(Conflict):
    """The same file is being imported by somebody else; it goes on there."""

    code = "import_is_running"
