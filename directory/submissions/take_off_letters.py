"""What we write to people who wish to be taken off. Subjects are neutral."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Way, Words, letter
from directory.submissions.letters import SAMPLE, link_to


@letter("take_off", link=SAMPLE)
def take_off(link: str) -> Letter:
    return Letter(
        _("Please confirm your e-mail address"),
        (
            Words(_("You wish that something is taken off this site. Please confirm.")),
            Way(_("Confirm"), link_to("submissions.confirm_take_off", link)),
            Words(_("The link works for 3 days. Then it is done within 24 hours.")),
            Words(_("If it was not you, you do not need to do anything.")),
        ),
    )


@letter("take-off-told", listing="Grief Circle")
def take_off_told(listing: str) -> Letter:
    """To those who look after the listing so far."""
    return Letter(
        _("Somebody asks about your listing"),
        (
            Words(_("Somebody asked us to take this listing off the site:")),
            Quote(listing),
            Words(_("If you know of it, you do not need to do anything.")),
            Words(
                _(
                    "If it is a surprise, answer this e-mail within a day. What was hidden can be "
                    "shown again."
                )
            ),
        ),
    )


@letter("taken_off")
def taken_off() -> Letter:
    return Letter(
        _("It is done"),
        (
            Words(_("What you asked us to take off is no longer on this site.")),
            Words(_("We delete your name and address in 30 days.")),
        ),
    )


@letter("not_taken_off")
def not_taken_off() -> Letter:
    return Letter(
        _("An answer to what you asked"),
        (
            Words(_("We could not see that the page is about you or your organization.")),
            Words(
                _(
                    "So it stays. If you do not agree, answer this e-mail. Someone else looks at "
                    "it again and answers within 14 days."
                )
            ),
        ),
    )
