"""A department for tests: people are taken on through the services, and each gets a browser of their own."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.access import Actor
from portal.models import Account, SigninSession
from portal.rules.sessions import IDLE_MINUTES
from portal.services import people, training
from portal.services.people import NewPerson
from portal.services.signin import accounts
from portal.services.signin.sessions import Caller, Renewal, SessionStore, hash_of
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests import markup
from tests.clock import Clock

PASSWORD = "correct horse battery staple"
TOKEN = "token of this session"


@dataclass(frozen=True)
class Member:
    """Somebody taken on for a test."""

    person_id: str
    account_id: str
    user_name: str
    full_name: str
    totp_secret: str


class Browser:
    """One person's browser: keeps their session, adds the token to what it posts, checks the markup of every answer."""

    def __init__(self, client: FlaskClient, token: str = "") -> None:
        self.client = client
        self.token = token

    def get(self, path: str, *, htmx: bool = False, **more: Any) -> TestResponse:
        return self.checked(self.client.get(path, headers={"HX-Request": "true"} if htmx else {}, **more))

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **more: Any
    ) -> TestResponse:
        headers = {"X-CSRFToken": self.token} | ({"HX-Request": "true"} if htmx else {})
        return self.checked(self.client.post(path, data=data or {}, headers=headers, **more))

    def checked(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.data:
            whole = answer.text.lstrip().lower().startswith("<!doctype")
            wrong = markup.problems(answer.text, whole=whole)
            assert not wrong, f"{answer.request.path}: {wrong}"
        return answer


class Office:
    """The people of one instance."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self._number = 0

    def hire(
        self,
        title: str,
        *posts: str,
        user_name: str = "",
        trained: bool = True,
        cleared: bool = True,
        clets: bool = True,
    ) -> Member:
        """Takes somebody on: person, title, posts, training and account, as of now."""
        self._number += 1
        name = user_name or f"{title}.{self._number}".replace("_", "-")
        day = self.clock.now.date() - timedelta(days=30)
        with open_work(self.app, system_actor("test")) as work:
            new = NewPerson(
                full_name=name.replace(".", " ").replace("-", " ").title(),
                employee_number=f"E{self._number:04}",
                title=title,
                posts=posts,
                cleared_on=day if cleared else None,
                clets_on=day if clets else None,
            )
            person = people.create(work, new)
            if trained:
                training.record(work, person, day)
            account, secret = accounts.create(work, person, name, PASSWORD)
            return Member(person.id, account.id, name, person.full_name, secret)

    def browser(self, member: Member | None = None, *, idle_minutes: int = IDLE_MINUTES) -> Browser:
        """A browser, signed in as this member with the second factor just given; or nobody's."""
        if member is None:
            return Browser(self.app.test_client())
        return self.with_session(Renewal(member.account_id, complete=True, idle_minutes=idle_minutes))

    def visitor(self) -> Browser:
        """A browser on the sign-in page, nobody signed in yet."""
        return self.with_session(None)

    def with_session(self, renewal: Renewal | None) -> Browser:
        store: SessionStore = self.app.extensions["sessions"]
        data = {"csrf_token": TOKEN}
        session = store.save("", data, renewal, Caller("127.0.0.1", "test"), self.clock.now)
        assert session is not None
        client = self.app.test_client()
        name = self.app.session_interface.cookie_name(self.app)  # type: ignore[attr-defined]
        client.set_cookie(name, session, secure=False)
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return Browser(client, str(signer.dumps(TOKEN)))

    def proves(self, browser: Browser) -> None:
        """Their second factor was given just now, by the clock of the suite."""
        name = self.app.session_interface.cookie_name(self.app)  # type: ignore[attr-defined]
        cookie = browser.client.get_cookie(name)
        assert cookie is not None
        with self.app.extensions["open_writing"]() as session:
            session.execute(
                update(SigninSession)
                .where(SigninSession.id_hash == hash_of(cookie.value))
                .values(proved_at=self.clock.now)
            )
            session.commit()

    def actor(self, work: Work, member: Member) -> Actor:
        account = work.session.get(Account, member.account_id)
        assert account is not None
        return people.actor_of(work.session, work.profile, account.person, account.user_name, work.now)

    def working_as(self, work: Work, member: Member) -> Work:
        """The same unit of work, done by this member."""
        return replace(work, actor=self.actor(work, member))


def days_ahead(clock: Clock, days: int) -> date:
    return clock.now.date() + timedelta(days=days)
