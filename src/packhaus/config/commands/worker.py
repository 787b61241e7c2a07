"""Do the jobs (mail, carriers, channels) and feed the journal's subscribers; SIGTERM ends it after the running jobs."""

import argparse
import asyncio
import threading

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from packhaus.config.arguments import read_count
from packhaus.config.feeding import Feeder
from packhaus.config.keeping import end_with_parent
from packhaus.config.subscriptions import list_subscribers

# A job that is still running then is told to stop where it is, and is done again from there: an import of an hour.
STOP_SECONDS = 10


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=read_count, default=4, help="jobs at a time")
    parser.add_argument("--one-shot", action="store_true", help="do what is there, then end")
    parser.add_argument("--parent", type=int, help="end when this process, which started us, is gone")


def run(arguments: argparse.Namespace) -> int:
    feeder = Feeder(list_subscribers())
    feeder.start()
    is_done = threading.Event()
    if arguments.parent:
        end_with_parent(arguments.parent, is_done)
    try:
        asyncio.run(_work(concurrency=arguments.concurrency, wait=not arguments.one_shot))
    finally:
        is_done.set()
        feeder.stop()
    return 0


async def _work(*, concurrency: int, wait: bool) -> None:
    # A second app with the same tasks: jobs that a job or a handler enqueues still go through Django's own connection,
    # and so commit or roll back with it, which replacing the connector would end.
    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrency,
            wait=wait,
            install_signal_handlers=True,
            delete_jobs="successful",
            shutdown_graceful_timeout=STOP_SECONDS,
        )
