"""Signing in through the services, as often and as much at once as a test needs."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
from sqlalchemy import func, select

from portal.models import Account, SigninFailure
from portal.rules import RuleBroken
from portal.services.signin import acts
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.office import Browser, Member, Office

AT_ONCE = 10
"""Threads. More would only wait for each other on two cores."""


def succeeds(office: Office, act: Callable[[Work], object]) -> bool:
    """Whether a rule let it happen."""
    try:
        with open_work(office.app, system_actor("test")) as work:
            act(work)
    except RuleBroken:
        return False
    return True


def gives_password(office: Office, member: Member, password: str) -> bool:
    return succeeds(office, lambda work: acts.check_password(work, member.user_name, password))


def gives_code(office: Office, member: Member, code: str) -> bool:
    return succeeds(office, lambda work: acts.check_code(work, member.account_id, code))


def gives_recovery_code(office: Office, member: Member, code: str) -> bool:
    return succeeds(office, lambda work: acts.check_recovery(work, member.account_id, code))


def code_of(member: Member, office: Office, steps: int = 0) -> str:
    return str(pyotp.TOTP(member.totp_secret).at(office.clock.now + timedelta(seconds=30 * steps)))


def at_once(times: int, act: Callable[[], bool]) -> Iterator[bool]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda _: act(), range(times))


def account(office: Office, member: Member) -> Account:
    """The account as it stands."""
    with office.app.extensions["open_reading"]() as session:
        return session.get_one(Account, member.account_id)  # type: ignore[no-any-return]


def tries_counted(office: Office, member: Member) -> int:
    query = select(func.count()).where(SigninFailure.account_id == member.account_id)
    with office.app.extensions["open_reading"]() as session:
        return int(session.scalar(query))


def token_of(browser: Browser) -> dict[str, str]:
    """The token of whichever step of signing in is open."""
    for path in ("/sign-in/code", "/sign-in/password", "/sign-in/banner"):
        found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)
        if found:
            return {"csrf_token": found[1]}
    raise AssertionError("no step is open")
