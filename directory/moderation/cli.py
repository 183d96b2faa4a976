"""`directory queue …`: decisions from the command line."""

import click
import orjson
from flask.cli import AppGroup

from directory.extensions import begin_write, db, now
from directory.moderation import actions
from directory.moderation.must_haves import Lacks
from directory.submissions.models import Submission
from directory.submissions.queries import count_pending, find_submission, list_pending
from directory.submissions.states import IllegalMove

group = AppGroup("queue", help="Submissions that wait for a decision.")


@group.command("list")
@click.option("--limit", default=50, show_default=True, help="How many to show, oldest first.")
def list_(limit: int) -> None:
    """Show what waits, oldest first."""
    for submission in list_pending(limit):
        name = orjson.loads(submission.record)["service"]["name"]
        found = len(submission.problems)
        received = f"{submission.received_at:%Y-%m-%d}"
        click.echo(f"{submission.id}\t{received}\t{submission.kind}\t{name}\t{found} to look at")
    click.echo(f"{count_pending()} wait for a decision.")


def _get(submission_id: str) -> Submission:
    submission = find_submission(submission_id)
    if submission is None:
        raise click.ClickException(f"There is no submission {submission_id}.")
    return submission


@group.command("accept")
@click.argument("submission_id")
@click.option("--by", "actor", required=True, help="Who decides: your name, for the log.")
@click.option("--reason", default="Accepted", show_default=True)
@click.option("--although", default="", help="Why it is published with must-haves missing.")
def accept(submission_id: str, actor: str, reason: str, although: str) -> None:
    """Publish a submission. A crisis line needs two different people."""
    begin_write()
    submission = _get(submission_id)
    try:
        published = actions.accept(
            submission,
            reason=reason,
            role="operator",
            actor=actor,
            at=now(),
            although=although.strip(),
        )
    except (actions.Refused, Lacks, IllegalMove) as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo("Published." if published else "Approved. A second person must approve it too.")


@group.command("reject")
@click.argument("submission_id")
@click.option("--by", "actor", required=True, help="Who decides: your name, for the log.")
@click.option("--reason", required=True, help="Why, in words for the sender.")
def reject(submission_id: str, actor: str, reason: str) -> None:
    """Turn a submission down, with a reason."""
    begin_write()
    submission = _get(submission_id)
    try:
        actions.reject(submission, reason=reason, role="operator", actor=actor, at=now())
    except IllegalMove as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo("Rejected.")
