"""Reading accounts."""

from sqlalchemy import func, select

from directory.accounts.models import Account, Membership
from directory.accounts.roles import ADMIN, MAY, OWNER
from directory.extensions import db


def find_account(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def find_by_email(email: str) -> Account | None:
    statement = select(Account).where(Account.email == email.strip().lower())
    return db.session.scalars(statement).one_or_none()


def list_accounts() -> list[Account]:
    return list(db.session.scalars(select(Account).order_by(Account.role, Account.email)))


def list_names(ids: set[int]) -> dict[int, str]:
    """{id: name} for showing who did or has something."""
    found = db.session.scalars(select(Account).where(Account.id.in_(ids)))
    return {account.id: account.shown for account in found}


def count_admins() -> int:
    statement = select(func.count()).select_from(Account)
    return db.session.scalar(statement.where(Account.role == ADMIN, Account.active)) or 0


def others_who_may(act: str, *, but: str) -> bool:
    """Whether anybody else is here who may do this."""
    statement = select(func.count()).select_from(Account)
    statement = statement.where(Account.role.in_(MAY[act]), Account.active, Account.email != but)
    return bool(db.session.scalar(statement))


def organizations_of(account_id: int) -> dict[str, str]:
    """{organization id: role there}"""
    rows = db.session.scalars(select(Membership).where(Membership.account_id == account_id))
    return {row.organization_id: row.role for row in rows}


def find_membership(account_id: int, organization_id: str) -> Membership | None:
    return db.session.get(Membership, (account_id, organization_id))


def members_of(organization_id: str) -> list[tuple[Membership, Account]]:
    """Who speaks for an organization, owners first."""
    statement = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organization_id == organization_id)
        .order_by(Membership.role.desc(), Membership.since)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def owners_to_write_to(organization_id: str) -> list[Account]:
    """Owners who can act: active, not frozen."""
    found = members_of(organization_id)
    return [a for m, a in found if m.role == OWNER and a.active and m.frozen_at is None]


def memberships_by(how: str) -> list[Membership]:
    """Those that rest on this proof and are not frozen."""
    statement = select(Membership).where(Membership.how == how, Membership.frozen_at.is_(None))
    return list(db.session.scalars(statement))
