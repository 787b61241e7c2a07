"""Print what a station is asked to: runs on the computer that its printers are connected to, and only calls out.

The key has the scope `print`; it is read from PACKHAUS_PRINT_KEY or from a file, since a command line is no secret.
"""

import argparse
import os
import signal
import socket
from pathlib import Path

from packhaus.printing.agent.loop import Agent
from packhaus.printing.agent.server import Refused, Server

KEY_VARIABLE = "PACKHAUS_PRINT_KEY"
_LONGEST_NAME = 40


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", help="the code of the site")
    parser.add_argument("station", help="the code of the station")
    parser.add_argument(
        "--server", type=_read_url, default="http://localhost:8000", help="where Packhaus answers"
    )
    parser.add_argument("--key-file", type=Path, help=f"has the key, where {KEY_VARIABLE} has not")
    parser.add_argument("--name", default=socket.gethostname(), help="what people call this computer")


def run(arguments: argparse.Namespace) -> int:
    key = os.environ.get(KEY_VARIABLE, "") or _read_key(arguments.key_file)
    if not key:
        print(f"Give a key of the scope `print` in {KEY_VARIABLE} or by --key-file.", flush=True)
        return 2
    name = arguments.name[:_LONGEST_NAME]
    agent = Agent(Server(arguments.server, key, arguments.site, arguments.station, name), _say)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.stop())
    _say(f"{name} prints for {arguments.site}/{arguments.station}; Ctrl-C ends it.")
    try:
        agent.run()
    except Refused as refusal:
        _say(f"Packhaus refuses: {refusal}")
        return 2
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


def _read_url(given: str) -> str:
    if not given.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError("is an address that begins with http:// or https://")
    return given.rstrip("/")


def _read_key(path: Path | None) -> str:
    return path.read_text().strip() if path and path.is_file() else ""
