"""Refusals of files.

BadFile          the file as a whole cannot be read: encoding, columns, quotes, a line without end (422)
ImportIsRunning  another process is importing the same file right now (409)
ImportCancelled  somebody stopped this import; what was committed stays (409)
ImportIsOver     there is nothing left to stop, or no file left to go on with (409)
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


class ImportCancelled(Conflict):
    """Somebody stopped it; what was committed stays, and the same file goes on from there."""

    code = "import_cancelled"


class ImportIsOver(Conflict):
    """There is nothing left to stop, or no file left to go on with."""

    code = "import_is_over"


class ImportInterrupted(Exception):
    """The process that imports has to end; somebody else goes on. No refusal: nobody is told."""
