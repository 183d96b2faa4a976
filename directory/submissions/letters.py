"""What we write to senders. Subjects name neither listing nor topic."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Way, Words, letter
from directory.submissions import tokens
from directory.web.locales import current_language, public_address

SAMPLE = ""  # the preview shows a link that opens nothing


def link_to(endpoint: str, token_id: str) -> str:
    secret = tokens.spelled(token_id) if token_id else "sample"
    return public_address(current_language(), endpoint, secret=secret)


def _status(token_id: str) -> Way:
    return Way(_("See how it stands"), link_to("submissions.status", token_id))


@letter("verify", link=SAMPLE, status=SAMPLE)
def verify(link: str, status: str) -> Letter:
    return Letter(
        _("Please confirm your e-mail address"),
        (
            Words(_("You sent something to this site. Please confirm that this is your address.")),
            Way(_("Confirm"), link_to("submissions.verify", link)),
            Words(_("The link works for 3 days. Then we read what you sent.")),
            _status(status),
            Words(_("If you sent nothing, you do not need to do anything.")),
        ),
    )


@letter("received", status=SAMPLE)
def received(status: str) -> Letter:
    return Letter(
        _("We have what you sent"),
        (
            Words(_("Thank you. Someone will read it. We answer within 2 working days.")),
            _status(status),
            Words(_("With this link you can also change or withdraw it.")),
        ),
    )


@letter("question", status=SAMPLE, question="On which day do you meet?")
def question(status: str, question: str) -> Letter:
    return Letter(
        _("We have a question"),
        (
            Words(_("We read what you sent, and have a question:")),
            Quote(question),
            Way(_("Answer"), link_to("submissions.status", status)),
        ),
    )


@letter("accepted", status=SAMPLE)
def accepted(status: str) -> Letter:
    return Letter(
        _("What you sent is published"),
        (Words(_("Thank you. What you sent is now on the site.")), _status(status)),
    )


@letter("rejected", status=SAMPLE, reason="We list only what people can join.")
def rejected(status: str, reason: str) -> Letter:
    return Letter(
        _("An answer to what you sent"),
        (
            Words(_("We read what you sent. We do not list it, for this reason:")),
            Quote(reason),
            Words(
                _(
                    "If you do not agree, say so on this page within 30 days. Someone else looks "
                    "at it again and answers within 14 days."
                )
            ),
            _status(status),
        ),
    )


@letter("claim", link=SAMPLE)
def claim(link: str) -> Letter:
    return Letter(
        _("Please confirm your e-mail address"),
        (
            Words(_("You told us that a listing is yours. Please confirm your address.")),
            Way(_("Confirm"), link_to("submissions.confirm_claim", link)),
            Words(_("The link works for 3 days. Then someone checks it and writes to you.")),
            Words(_("If it was not you, you do not need to do anything.")),
        ),
    )


@letter("claim-received", status=SAMPLE)
def claim_received(status: str) -> Letter:
    return Letter(
        _("We have what you sent"),
        (
            Words(_("Your address is confirmed. Someone checks that the listing is yours.")),
            Words(
                _(
                    "We may call the phone number on the listing and ask for a code. "
                    "You find the code on your private page:"
                )
            ),
            Way(_("See the code and how it stands"), link_to("submissions.claim_status", status)),
            Words(_("We answer within 2 working days.")),
        ),
    )


@letter("claim-refused", reason="We could not reach you by the phone on the listing.")
def claim_refused(reason: str) -> Letter:
    return Letter(
        _("An answer to what you sent"),
        (
            Words(_("You told us that a listing is yours. We cannot hand it to you now:")),
            Quote(reason),
            Words(
                _(
                    "If you do not agree, answer this e-mail. Someone else looks at it again "
                    "and answers within 14 days."
                )
            ),
        ),
    )


@letter("claim-told", listing="Grief Circle")
def claim_told(listing: str) -> Letter:
    """To those who look after the listing so far."""
    return Letter(
        _("Somebody asks about your listing"),
        (
            Words(_("Somebody told us that this listing is theirs, and wants to look after it:")),
            Quote(listing),
            Words(_("If you know of it, you do not need to do anything.")),
            Words(_("If it is a surprise, answer this e-mail. We decide nothing by ourselves.")),
        ),
    )


@letter("claim-granted-told", listing="Grief Circle")
def claim_granted_told(listing: str) -> Letter:
    return Letter(
        _("Somebody new looks after your listing"),
        (
            Words(_("From now on one more person can look after:")),
            Quote(listing),
            Words(_("If this is a surprise, answer this e-mail and we look at it again.")),
        ),
    )


@letter("numbers-hidden", listing="Grief Circle")
def numbers_hidden(listing: str) -> Letter:
    return Letter(
        _("Please check your listing"),
        (
            Words(_("People told us that a phone number is wrong on the page of:")),
            Quote(listing),
            Words(_("We do not show its numbers until someone has checked them.")),
            Words(_("Which number is right? Answer this e-mail, or change it on your page.")),
        ),
    )


@letter("sent-on", listing="Grief Circle", question="Is the number still right?")
def sent_on(listing: str, question: str) -> Letter:
    return Letter(
        _("We have a question"),
        (
            Words(_("Somebody told us that something may be wrong on the page of:")),
            Quote(listing),
            Words(_("We ask you:")),
            Quote(question),
            Words(_("Answer this e-mail, or change it on your page.")),
        ),
    )
