"""What people need to know before they make contact, as questions with where the answers stand.

`ask_for`: kinds of listing for which an open question is shown as "ask"; for other kinds it is
left out. None: for every kind. What nobody knows is never shown as "no".
"""

from dataclasses import dataclass

from directory.listings.messages import N_

LINES = frozenset({"crisis-line", "warm-line"})
GROUPS = frozenset({"support-group", "class"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    fact: str  # a field of Facts
    words: str
    ask_for: frozenset[str] | None = NOBODY


CONTACT = (
    Question("answered_by", N_("Who answers"), None),
    Question("on_contact", N_("What happens"), None),
    Question("first_visit", N_("What a first visit is like"), GROUPS),
    Question("limits", N_("Limits")),
    Question("must_report", N_("When they must tell others, such as the police"), None),
    Question("on_bill", N_("Does it show on a bill?"), LINES | {"practice"}),
    Question("under_18", N_("If you are under 18"), LINES),
    Question("recorded", N_("Are calls recorded?"), LINES),
    Question("wait", N_("Waiting time")),
    Question("accepting_new", N_("Taking new people?"), frozenset({"practice"})),
    Question("at_risk", N_("When someone is at risk"), frozenset({"online-community"})),
    Question("out_of_hours", N_("Outside their hours"), frozenset({"practice"})),
)

JOIN = (
    Question("how_to_join", N_("How to join"), GROUPS | {"programme", "volunteering"}),
    Question("led_by", N_("Who leads it"), GROUPS),
    Question("open_to_newcomers", N_("Are new people welcome?"), frozenset({"support-group"})),
    Question("closed_group", N_("Is the group closed?")),
    Question("group_size", N_("Usual size"), frozenset({"support-group"})),
    Question("same_people", N_("The same people each time?")),
    Question("come_alone", N_("Can you come alone?"), frozenset({"class"})),
    Question("level", N_("Level")),
    Question("bring", N_("What to bring")),
    Question("booking", N_("Booking and refunds")),
    Question("faith_content", N_("Faith")),
    Question("moderated", N_("Is someone looking after it?"), frozenset({"online-community"})),
    Question("moderated_by", N_("Who looks after it")),
    Question("moderated_hours", N_("At what hours")),
    Question("anonymous", N_("Can you stay anonymous?"), frozenset({"online-community"})),
    Question("account_needed", N_("Do you need an account?")),
    Question("platform", N_("Where it runs")),
    Question("data_owner", N_("Who owns the data")),
    Question("rules_url", N_("Rules")),
    Question("leaving", N_("How to leave")),
    Question("hours_a_week", N_("Hours a week"), frozenset({"volunteering"})),
    Question("minimum_commitment", N_("For how long")),
    Question("training", N_("Training"), frozenset({"volunteering"})),
    Question("background_check", N_("Background check")),
    Question("expenses", N_("Are costs paid back?")),
    Question("support_given", N_("Support for you")),
    Question("closing_date", N_("Apply before")),
    Question("registered_title", N_("Title")),
    Question("licence_number", N_("Licence")),
    Question("licence_register", N_("Register")),
    Question("insurers", N_("Insurers")),
    Question("approach", N_("How they work")),
)

PEOPLE = {
    "peer": N_("People who have been through it themselves"),
    "volunteer": N_("Trained volunteers"),
    "professional": N_("Professionals"),
    "staff": N_("Staff"),
    "mixed": N_("Peers, volunteers and professionals"),
}
JOINING = {
    "drop_in": N_("Come along, no need to sign up"),
    "sign_up": N_("Sign up first"),
    "referral": N_("Someone must refer you"),
    "contact": N_("Contact them first"),
}
CODES = {"answered_by": PEOPLE, "led_by": PEOPLE, "how_to_join": JOINING}
YES, NO = N_("Yes"), N_("No")
