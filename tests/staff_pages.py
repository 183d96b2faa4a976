"""What each page behind the sign-in asks for. A new one fails until its place is decided."""

from directory.accounts.roles import ANYBODY, ENROLLING, HALF_SIGNED_IN

STAFF_PAGES: dict[str, str] = {
    "accounts.add_passkey": ENROLLING,
    "accounts.ask_for_link": ANYBODY,
    "accounts.ask_new_passkey": ENROLLING,
    "accounts.ask_passkey": ANYBODY,
    "accounts.change_password": "change their own keys",
    "accounts.change_person": "manage people",
    "accounts.confirm": "use their own account",
    "accounts.confirm_with_passkey": "use their own account",
    "accounts.end_session": "use their own account",
    "accounts.export_log": "see the log",
    "accounts.invitation": ANYBODY,
    "accounts.invite": "manage people",
    "accounts.keys": ENROLLING,
    "accounts.log": "see the log",
    "accounts.mailed_link": ANYBODY,
    "accounts.me": "use their own account",
    "accounts.new_codes": "change their own keys",
    "accounts.passkey_sign_in": ANYBODY,
    "accounts.people": "manage people",
    "accounts.remove_passkey": "change their own keys",
    "accounts.second_step": HALF_SIGNED_IN,
    "accounts.set_up_app": ENROLLING,
    "accounts.sign_in": ANYBODY,
    "accounts.sign_out": "use their own account",
}
