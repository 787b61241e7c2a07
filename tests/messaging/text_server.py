"""A server on loopback that plays Twilio and WhatsApp's Cloud API, by what their documentation says they answer."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit


@dataclass
class TextStandIn:
    """What was taken, and how it behaves: `mood` is down, busy, garbled, refuse, slow or cut (which took it)."""

    url: str = ""
    mood: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def stand_in(self) -> TextStandIn:
        return self.server.stand_in  # type: ignore[attr-defined,no-any-return]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.stand_in.signed_in.append(self.headers["Authorization"])
        mood = self.stand_in.mood
        if mood in {"down", "busy"}:
            return self._answer(503 if mood == "down" else 429, {})
        is_twilio = "/2010-04-01/" in self.path
        if mood == "refuse":
            told = (
                {"code": 21614, "message": "no"}
                if is_twilio
                else {"error": {"code": 131026, "message": "no"}}
            )
            return self._answer(400, told)
        sent = dict(parse_qsl(body)) if is_twilio else json.loads(body)
        self.stand_in.taken.append(sent)
        number = f"SM{len(self.stand_in.taken):032x}"
        if mood == "slow":
            self.stand_in.done.wait(20)
        if mood in {"slow", "cut"}:
            self.close_connection = True
            return None
        if mood == "garbled":
            return self._answer(200, "<html>")
        return self._answer(201, {"sid": number} if is_twilio else {"messages": [{"id": f"wamid.{number}"}]})

    def do_GET(self) -> None:
        to = parse_qs(urlsplit(self.path).query)["To"][0]
        found = [
            {"sid": f"SM{place:032x}", "body": one["Body"]}
            for place, one in enumerate(self.stand_in.taken, start=1)
            if one["To"] == to
        ]
        self._answer(200, {"messages": found})

    def _answer(self, status: int, told: Any) -> None:
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def stand_in_for_texts() -> Iterator[TextStandIn]:
    """Serve the providers on a port of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    stand_in = TextStandIn(url=f"http://127.0.0.1:{server.server_port}")
    server.stand_in = stand_in  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand_in
    finally:
        stand_in.done.set()
        server.shutdown()
        server.server_close()


def read_sign_in(header: str) -> str:
    """Return user and password of a basic sign-in."""
    return b64decode(header.removeprefix("Basic ")).decode()
