"""What we write to partners."""

from flask_babel import gettext as _

from directory.mail.letter import Letter, Quote, Way, Words, letter
from directory.web.locales import current_language, public_address
from directory.widget.actions import secret_of


@letter("widget-preset", preset="", name="Our front page")
def widget_preset(preset: str, name: str) -> Letter:
    secret = secret_of(preset) if preset else "sample"
    link = public_address(current_language(), "widget.preset", secret=secret)
    return Letter(
        _("Your search for your website"),
        (
            Words(_("You saved choices for a search on your website:")),
            Quote(name),
            Way(_("Open and confirm"), link),
            Words(_("Keep this letter. With the link you see counts, change or delete it.")),
            Words(_("If you saved nothing, you do not need to do anything.")),
        ),
    )
