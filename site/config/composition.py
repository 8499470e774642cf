"""What is put together by name: the duties of the worker."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Worker

from accounts.services import sync_all_groups
from common import limits
from feedback.reports import deliveries
from feedback.reports.notices import send_due
from home import faults
from home.duties import Duty, register_duty

MINUTE = 60
HOUR = 60 * MINUTE
TICK = 30


def compose() -> None:
    """Tell the worker what there is to do; more urgent things come first."""
    register_duty(Duty("notices", send_due, every=TICK))
    register_duty(Duty("news for subscribers", deliveries.announce, every=MINUTE))
    register_duty(Duty("mail to subscribers", deliveries.send_due, every=TICK))
    register_duty(Duty("queued tasks", run_queued_tasks, every=TICK))
    register_duty(Duty("scheduled pages", publish_scheduled, every=MINUTE))
    register_duty(Duty("rights by date", sync_all_groups, every=10 * MINUTE))
    register_duty(Duty("expired subscriptions", deliveries.prune, every=HOUR))
    register_duty(Duty("expired counters", limits.prune, every=HOUR))
    register_duty(Duty("served contacts", faults.forget_contacts, every=HOUR))
    register_duty(Duty("expired sessions", SessionStore.clear_expired, every=HOUR))


def publish_scheduled() -> None:
    """Publish and take down pages and plain words whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def run_queued_tasks() -> int:
    """Run what waits in the queue of the database, and return how much it was.

    Tasks are claimed one by one, so several workers share them.
    """
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="worker",
        startup_delay=False,
        max_tasks=None,
        worker_id="tick",
        excluded_queue_names=[],
    )
    worker.run()
    return worker._run_tasks
