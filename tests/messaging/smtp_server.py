"""A small SMTP server on loopback: it takes mails, or behaves as badly as a test asks."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from typing_extensions import override


class Postbox(socketserver.ThreadingTCPServer):
    """Keeps what arrives. `refuses` maps a recipient to the reply to RCPT; `hangs_up_on` loses the line after DATA."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[Message] = []
        self.refuses: dict[str, str] = {}
        self.hangs_up_on: set[str] = set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Postbox

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    @override
    def handle(self) -> None:
        self._say("220 postbox")
        recipient = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self._say(self.server.refuses.get(recipient, "250 ok"))
            elif verb == b"DATA":
                self._say("354 go on")
                taken = self._read_data()
                if recipient in self.server.hangs_up_on:
                    return
                self.server.mails.append(message_from_bytes(taken))
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _read_data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@contextmanager
def run_postbox() -> Iterator[Postbox]:
    with Postbox() as postbox:
        thread = threading.Thread(target=postbox.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield postbox
        postbox.shutdown()
        thread.join()
