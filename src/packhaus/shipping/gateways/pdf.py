"""Labels come as base64."""

from base64 import b64decode


def read_pdf(text: str) -> bytes:
    """Return a PDF that came as base64. Raises: ValueError for anything else."""
    pdf = b64decode(text, validate=True)
    if not pdf.startswith(b"%PDF"):
        raise ValueError("no PDF")
    return pdf
