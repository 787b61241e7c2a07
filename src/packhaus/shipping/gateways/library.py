"""The carriers' library, loaded once and kept from what it does to the process that loads it.

It makes Python trust every certificate, lets pictures be cut off, and logs to the terminal. All of it is undone here,
and its HTTP is ours. Source: karrio 2026.1, `core/utils/helpers.py` and `core/utils/logger.py`.
"""

import ssl
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from PIL import ImageFile

from packhaus.shipping.gateways.transport import Line, carry


@cache
def load_library() -> ModuleType:
    """Import the library, keep its hands off the process, and return it."""
    trusting, cutting = ssl._create_default_https_context, ImageFile.LOAD_TRUNCATED_IMAGES  # noqa: SLF001 - put back below
    from loguru import logger

    logger.disable("karrio")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it is made of
            import karrio.lib
            import karrio.sdk

            karrio.sdk.gateway.providers  # noqa: B018 - reading it imports the connectors
    finally:
        ssl._create_default_https_context = trusting  # noqa: SLF001 - what the import replaced
        ImageFile.LOAD_TRUNCATED_IMAGES = cutting
        logger.remove()
    for name in ("request", "request_with_response"):
        setattr(karrio.lib, name, _refuse_other_http)
    karrio.lib.request = _carry
    for name in ("run_asynchronously", "run_concurently"):
        setattr(karrio.lib, name, _run_in_turn)
    module: ModuleType = karrio.sdk
    return module


def _carry(**asked: Any) -> Any:
    import karrio.core.utils.helpers

    asked.setdefault("decoder", karrio.core.utils.helpers.decode_bytes)
    return carry(**asked)


def _run_in_turn(ask: Callable[[Any], Any], wanted: Iterable[Any], *_others: Any) -> list[Any]:
    """Ask one after the other: where one of several labels fails, it is known what was asked before."""
    return [ask(one) for one in wanted]


def _refuse_other_http(**_asked: Any) -> Any:
    raise NotImplementedError("this connector sends requests in a way that is not tried yet")


def open_gateway(*, interface: str, values: dict[str, Any], line: Line, cache: Any, server: str = "") -> Any:
    """Return the library's gateway of an account, whose requests go over a line; `server` takes the carrier's place.

    Raises: TypeError for a setting that the connector does not know.
    """
    sdk = load_library()
    from importlib import import_module

    from karrio.core.utils import Tracer

    tracer = Tracer()
    tracer.line = line
    kind = import_module(f"karrio.mappers.{interface}").Settings
    settings = (_place(kind, server) if server else kind)(**values)
    return sdk.gateway[interface].create(settings, tracer=tracer, cache=cache)


def make_cache() -> Any:
    """Return where tokens of accounts are kept while this process runs."""
    load_library()
    from karrio.core.utils import Cache

    return Cache()


def _place(kind: type, server: str) -> type:
    """Return settings whose every address is at another server, its path kept."""
    names = [name for name in dir(kind) if name.endswith("server_url")]
    return type(kind.__name__, (kind,), {name: _move(getattr(kind, name), server) for name in names})


def _move(address: Any, server: str) -> property:
    return property(lambda settings: server + urlsplit(address.fget(settings)).path)
