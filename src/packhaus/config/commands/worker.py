"""Do the jobs (mail, carriers, channels) and feed the journal's subscribers; SIGTERM ends it after the running jobs."""

import argparse
import asyncio

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from packhaus.config.feeding import Feeder
from packhaus.config.subscriptions import list_subscribers


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at a time")
    parser.add_argument("--one-shot", action="store_true", help="do what is there, then end")


def run(arguments: argparse.Namespace) -> int:
    feeder = Feeder(list_subscribers())
    feeder.start()
    try:
        asyncio.run(_work(concurrency=arguments.concurrency, wait=not arguments.one_shot))
    finally:
        feeder.stop()
    return 0


async def _work(*, concurrency: int, wait: bool) -> None:
    # A second app with the same tasks: jobs that a job or a handler enqueues still go through Django's own connection,
    # and so commit or roll back with it, which replacing the connector would end.
    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrency, wait=wait, install_signal_handlers=True, delete_jobs="successful"
        )
