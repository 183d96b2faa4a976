"""`directory jobs …`"""

import click
from flask.cli import AppGroup

from directory.jobs import worker
from directory.jobs.queries import list_jobs

group = AppGroup("jobs", help="The queue of work that waits.")


@group.command("work")
def work() -> None:
    """Work on the queue until stopped (Ctrl+C)."""
    from flask import current_app

    runner = worker.Worker(current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        runner.work()
    except KeyboardInterrupt:
        click.echo("Stopped.")


@group.command("run-due")
def run_due() -> None:
    """Run everything that is due now, then end."""
    click.echo(f"{worker.run_due()} jobs ran.")


@group.command("list")
def list_() -> None:
    """Show the jobs that wait, run or were parked."""
    jobs = list_jobs()
    for job in jobs:
        when = f"{job.run_at:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(f"{job.id}\t{job.state}\t{job.name}\t{when}\t{job.error}")
    if not jobs:
        click.echo("No jobs are waiting.")
