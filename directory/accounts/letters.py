"""What our letters about accounts say."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Way, Words, letter


@letter("invitation", url="https://example.org/staff")
def invitation(*, url: str) -> Letter:
    return Letter(
        _("Your invitation"),
        (
            Words(_("You are invited to help look after this directory.")),
            Way(_("Take up the invitation"), url),
            Words(_("The link works once, for seven days. If you did not expect it, do nothing.")),
        ),
    )


@letter("membership", organization="Rosa’s Circle", url="https://example.org/staff")
def membership(*, organization: str, url: str) -> Letter:
    return Letter(
        _("Your invitation"),
        (
            Words(_("You can look after the listings of:")),
            Quote(organization),
            Way(_("Take up the invitation"), url),
            Words(_("The link works once, for seven days. If you did not expect it, do nothing.")),
        ),
    )


@letter("one-more-organization", organization="Rosa’s Circle", url="https://example.org/staff")
def one_more_organization(*, organization: str, url: str) -> Letter:
    """For somebody who has an account already."""
    return Letter(
        _("Something new in your account"),
        (
            Words(_("You can look after the listings of:")),
            Quote(organization),
            Way(_("Sign in"), url),
            Words(_("If you did not expect this, write to us.")),
        ),
    )


@letter("sign-in-link", url="https://example.org/staff")
def sign_in_link(*, url: str) -> Letter:
    return Letter(
        _("Your sign-in link"),
        (
            Words(_("Somebody, we hope you, asked for a link to sign in.")),
            Way(_("Sign in"), url),
            Words(_("The link works once, for ten minutes. If it was not you, do nothing.")),
        ),
    )
