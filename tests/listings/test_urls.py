import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings import urls

GOOD = """https://www.mind.org.uk http://example.org/a?b=c#d HTTPS://EXAMPLE.ORG https://x.co:8443/y
https://exämple.org https://пример.рф/путь https://us02web.zoom.us/meeting/register/abc
https://zoom.us/download https://sub.domain.example-site.org/path;x=1 https://meet.google.com/
https://teams.microsoft.com/ https://www.whatsapp.com/channel/abc https://wa.me/15551234567
https://discord.com/invite/abc https://xn--exmple-cua.org https://example.org/zoom.us/about
https://whereby.com/information/tos""".split()

# (address, why not)
BAD = [
    ("", "empty"),
    ("http://", "empty"),
    ("https://", "empty"),
    ("www.", "empty"),
    ("N/A", "empty"),
    ("javascript:alert(1)", "scheme"),
    ("JaVaScRiPt:alert(1)", "scheme"),
    ("java\tscript:alert(1)", "characters"),
    (" javascript:alert(1)", "characters"),
    ("\x01javascript:alert(1)", "characters"),
    ("vbscript:msgbox", "scheme"),
    ("data:text/html,<script>", "scheme"),
    ("data:text/html;base64,PHNjcmlwdD4=", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("ftp://example.org", "scheme"),
    ("ftps://example.org", "scheme"),
    ("blob:https://example.org/1", "scheme"),
    ("view-source:https://example.org", "scheme"),
    ("about:blank", "scheme"),
    ("intent://x#Intent;end", "scheme"),
    ("ws://example.org", "scheme"),
    ("gopher://example.org", "scheme"),
    ("jar:https://example.org!/", "scheme"),
    ("mailto:rosa@example.org", "scheme"),
    ("tel:988", "scheme"),
    ("//example.org", "scheme"),
    ("/path", "scheme"),
    ("example.org", "scheme"),
    ("www.example.org", "scheme"),
    ("https:example.org", "host"),
    ("https:/example.org", "host"),
    ("http:\\\\example.org", "characters"),
    ("http://a.com\\@b.com/", "characters"),
    ("https://exam\tple.org", "characters"),
    ("https://exam\nple.org", "characters"),
    ("https://exam ple.org", "characters"),
    ("https://example.org/\u202egpj", "characters"),
    ("https://example.org/\u200b", "characters"),
    ("https://example.org/\x00", "characters"),
    ("https://user@example.org", "userinfo"),
    ("https://user:pass@example.org", "userinfo"),
    ("https://mind.org.uk@evil.example.org", "userinfo"),
    ("https://@example.org", "userinfo"),
    ("https://localhost", "host"),
    ("https://localhost:8000/x", "host"),
    ("https://127.0.0.1", "host"),
    ("https://127.1", "host"),
    ("https://0x7f.1", "host"),
    ("https://2130706433", "host"),
    ("https://0177.0.0.1", "host"),
    ("https://[::1]/", "host"),
    ("https://①②⑦.⓪.⓪.①", "host"),
    ("https://example..org", "host"),
    ("https://-example.org", "host"),
    ("https://example.o", "host"),
    ("https://exa$mple.org", "host"),
    ("https://example.org:99999", "ambiguous"),
    ("https://example.org:x", "ambiguous"),
    ("https://[::1", "ambiguous"),
    ("https://us02web.zoom.us/j/8123456789?pwd=abc", "join"),
    ("https://zoom.us/my/rosa", "join"),
    ("https://meet.google.com/abc-defg-hij", "join"),
    ("https://teams.microsoft.com/l/meetup-join/19%3ameeting", "join"),
    ("https://chat.whatsapp.com/JdjK38", "join"),
    ("https://t.me/joinchat/AAAA", "join"),
    ("https://circle.webex.com/meet/rosa", "join"),
    ("https://example.org/" + "a" * 2048, "long"),
]


@pytest.mark.parametrize("url", GOOD)
def test_ordinary_addresses_and_sign_up_pages_may_be_published(url: str) -> None:
    assert urls.fault(url) is None


@pytest.mark.parametrize(("url", "why"), BAD)
def test_an_unsafe_or_unclear_address_is_refused_for_its_reason(url: str, why: str) -> None:
    assert urls.fault(url) == why


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    urls.fault(text)
    urls.host(text)
    urls.site(text)
    urls.joining_details(text)


@given(st.text(alphabet="htps:/\\@.#?[]%ab01\t ", min_size=1, max_size=30))
def test_what_passes_has_a_scheme_and_a_host_with_a_dot(text: str) -> None:
    if urls.fault(text) is None:
        assert text.lower().startswith(("http://", "https://"))
        assert "." in urls.host(text)
        assert "@" not in text.split("/")[2]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.mind.org.uk/help", "mind.org.uk"),
        ("https://local.mind.org.uk", "mind.org.uk"),
        ("http://nami.org", "nami.org"),
        ("https://helpline.nami.org", "nami.org"),
        ("https://www.health.gov.au/x", "health.gov.au"),
        ("lifeline.org.au", "lifeline.org.au"),
        ("https://www.bbc.de", "bbc.de"),
    ],
)
def test_a_site_is_the_name_that_its_owner_registered(url: str, site: str) -> None:
    assert urls.site(url) == site


@pytest.mark.parametrize(
    "text",
    [
        "Join at zoom.us/j/812345678 on Tuesday",
        "Zoom ID: 812 3456 7890",
        "Meeting ID 812-3456-7890",
        "ID: 812 345 6789",
        "Passcode: grief24",
        "The password is sunflower.",
        "Passcode 445566",
        "access code: 1234#",
        "Meeting ID: [removed]",
        "Password: [removed]",
        "ID de reunión: 812 3456 7890",
        "La contraseña es girasol",
        "Código de acceso: 4455",
        "Dial in and enter PIN 4455#",
    ],
)
def test_joining_details_are_found_in_prose(text: str) -> None:
    assert urls.joining_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "You get the meeting ID after you sign up.",
        "A password is not needed.",
        "Passcode: sent by email after you sign up",
        "The password is given when you register.",
        "Room number 12, second floor",
        "Ring us on 0161 226 3871",
        "Register at zoom.us/meeting/register/abc",
        "We meet on Zoom. Ask for the link.",
        "Bring a photo ID and proof of address.",
        "Charity ID 1234",
        "La contraseña se envía por correo.",
        "Sala 4, planta 2",
        "Pin badges for sale at £2",
        "Northern Pines Mental Health Center",
    ],
)
def test_plain_words_about_meetings_are_left_alone(text: str) -> None:
    assert not urls.joining_details(text)
