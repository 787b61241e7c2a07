"""Packhaus as an agent sees it: five calls out, none in."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

_TIMEOUT_SECONDS = 30
_LARGEST_ANSWER = 200 * 1024 * 1024


class Unreachable(Exception):
    """Packhaus does not answer, or answers that it cannot now; the same call may succeed later."""


class Refused(Exception):
    """Packhaus says no, and will say so again."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer and how it is reached."""

    code: str
    speaks: str
    reached_by: str
    address: str
    asks_state: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is this agent's."""

    id: str
    claim: str
    document: str
    printer: Printer


@dataclass(frozen=True, slots=True)
class Work:
    """What a station has: jobs to do now, and its printers."""

    jobs: Sequence[Job]
    printers: Sequence[Printer]


@dataclass(frozen=True, slots=True)
class Server:
    """Packhaus at an address, for one station, with a key that may print."""

    url: str
    key: str
    site: str
    station: str
    agent: str

    def claim(self, *, states: Mapping[str, str], claims: Sequence[str]) -> Work:
        """Tell how printers are and what is still at work, and take what waits. Raises: Unreachable, Refused."""
        asked = {
            "site": self.site, "station": self.station, "agent": self.agent, "printers": dict(states),
            "claims": list(claims),
        }  # fmt: skip
        said = json.loads(self._call("POST", "/print-jobs/claim", asked))
        printers = {one["code"]: Printer(**one) for one in said["printers"]}
        jobs = [
            Job(one["id"], one["claim"], one["document"], printers[one["printer"]])
            for one in said["jobs"]
            if one["printer"] in printers  # else it was switched off this moment: a person is asked
        ]
        return Work(jobs, list(printers.values()))

    def fetch(self, job: Job) -> bytes:
        """Return what a job prints. Raises: Unreachable, Refused."""
        return self._call("GET", f"/print-jobs/{job.id}/content?claim={job.claim}")

    def end(self, job: Job, failure: str) -> None:
        """Say what became of a job; without a failure it is printed. Raises: Unreachable, Refused."""
        said = {"claim": job.claim}
        if failure:
            self._call("POST", f"/print-jobs/{job.id}/failed", said | {"failure": failure})
        else:
            self._call("POST", f"/print-jobs/{job.id}/printed", said)

    def _call(self, method: str, path: str, body: Any = None) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - http and https only, checked by the command
            f"{self.url}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
                data: bytes = answer.read(_LARGEST_ANSWER)
        except urllib.error.HTTPError as error:
            with error:
                raise _read_refusal(error) from error
        except OSError as error:
            raise Unreachable(str(error)) from error
        return data


def _read_refusal(error: urllib.error.HTTPError) -> Exception:
    may_pass = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code in may_pass:
        return Unreachable(f"Packhaus answers {error.code}")
    try:
        told = json.loads(error.read())
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    text = f"{error.code} {told.get('detail') or told.get('title') or error.reason}"
    return Refused(error.code, str(told.get("code", "")), text)
