"""What we write to those who look after an organization's listings."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Words, letter


@letter("contacts-asked", listing="Grief Circle")
def contacts_asked(listing: str) -> Letter:
    """To the other owners, when one asks to change how people make contact (TRUST T2)."""
    return Letter(
        _("Somebody asks about your listing"),
        (
            Words(_("Somebody of your organization asked to change how people reach:")),
            Quote(listing),
            Words(_("A moderator reads it first. The old contacts show until then.")),
            Words(_("If it is a surprise, answer this e-mail.")),
        ),
    )
