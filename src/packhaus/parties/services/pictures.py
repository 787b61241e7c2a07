"""Pictures that people take: what their bytes say that they are, and how large they may be."""

from dataclasses import dataclass

from packhaus.kernel.errors import FieldProblem, Invalid

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a photo."""

    content: bytes

    @property
    def media_type(self) -> str:
        """What its first bytes say that it is; what the sender says is not asked. Empty: no picture that we know.

        Source: PNG (W3C, 3rd edition, 5.2), JPEG (ITU-T T.81, B.1.1.3), WebP (RFC 9649, 2.4).
        """
        if self.content.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png"
        if self.content.startswith(b"\xff\xd8\xff"):
            return "image/jpeg"
        if self.content[:4] == b"RIFF" and self.content[8:12] == b"WEBP":
            return "image/webp"
        return ""


def check_picture(picture: Picture) -> None:
    """Refuse what is no picture, and what is too large. Raises: Invalid."""
    if not picture.media_type:
        raise Invalid([FieldProblem("photo", "format", "is a JPEG, PNG or WebP picture")])
    if len(picture.content) > MOST_BYTES:
        raise Invalid([FieldProblem("photo", "too_large", f"has at most {MOST_BYTES // 1024**2} megabytes")])
