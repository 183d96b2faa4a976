"""What we write to partners."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Way, Words, letter
from directory.submissions import tokens
from directory.web.locales import current_language, public_address


def _link(endpoint: str, token_id: str) -> str:
    secret = tokens.spelled(token_id) if token_id else "sample"
    return public_address(current_language(), endpoint, secret=secret)


@letter("partner-key", link="")
def key(*, link: str) -> Letter:
    return Letter(
        _("Please confirm your e-mail address"),
        (
            Words(_("Somebody, we hope you, asked for a key to our open data.")),
            Way(_("Get the key"), _link("partners.make", link)),
            Words(_("The link works once, for 3 days. If it was not you, do nothing.")),
        ),
    )


@letter("partner-keys", link="")
def keys(*, link: str) -> Letter:
    return Letter(
        _("The link to your keys"),
        (
            Words(_("With this link you can look after your keys to our open data.")),
            Way(_("See your keys"), _link("partners.keys", link)),
            Words(_("The link works for one hour. If you did not ask for it, do nothing.")),
        ),
    )


@letter("webhook-disabled", url="https://example.org/hook")
def webhook_disabled(*, url: str) -> Letter:
    return Letter(
        _("We stopped calling your system"),
        (
            Words(_("We could not reach this address for some time:")),
            Quote(url),
            Words(
                _(
                    "So we do not call it any more. What was decided is still there for your "
                    "system to read. To be called again, register the address anew."
                )
            ),
        ),
    )
