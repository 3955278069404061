"""M10: the cookie's flags, a new id at each step up, and a table that holds nothing usable."""

from sqlalchemy import select, update

from portal.models import SigninSession, TitleHeld
from portal.services.signin.sessions import hash_of
from tests.office import Browser, Member, Office
from tests.services.doing import on_record
from tests.signing_in import code_of, cookie, password, send, signed_in, take_up

FLAGS = {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}


def is_dead(office: Office, session: str) -> bool:
    thief = office.browser()
    take_up(thief, office, session)
    return thief.get("/account/sessions").status_code == 303


def test_the_cookie_bears_exactly_these_flags(office: Office) -> None:
    browser = office.browser()

    name, _, rest = browser.get("/sign-in").headers["Set-Cookie"].partition("=")
    value, *flags = rest.split("; ")

    assert name.startswith("__Host-platebook-")
    assert set(flags) == FLAGS
    assert len(value) >= 43, "256 random bits"


def test_an_id_somebody_else_put_there_is_never_taken_over(office: Office) -> None:
    """Fixation: neither an invented id nor one the thief got from the portal becomes somebody's session."""
    member = office.hire("patrol_officer")
    for planted in ("A" * 43, opened_by_a_thief(office)):
        browser = office.browser()
        take_up(browser, office, planted)
        password(browser, member)
        send(browser, "/sign-in/code", code=code_of(office, member))
        send(browser, "/sign-in/banner")

        assert browser.get("/account/sessions").status_code == 200
        assert cookie(browser) != planted
        assert is_dead(office, planted)
        office.clock.move(seconds=30)


def opened_by_a_thief(office: Office) -> str:
    thief = office.browser()
    thief.get("/sign-in")
    return cookie(thief)


def test_password_and_completion_each_bring_a_new_id_and_kill_the_old_one(office: Office) -> None:
    member, browser, seen = office.hire("patrol_officer"), office.browser(), []
    password(browser, member)
    seen.append(cookie(browser))
    send(browser, "/sign-in/code", code=code_of(office, member))
    send(browser, "/sign-in/banner")
    seen.append(cookie(browser))

    assert len(set(seen)) == 2
    assert is_dead(office, seen[0])
    assert not is_dead(office, seen[1])


def test_proving_anew_brings_a_new_id_but_no_new_twelve_hours(office: Office) -> None:
    member = office.hire("chief_of_police", "chief_of_police")
    browser = signed_in(office, member)
    before, began = cookie(browser), row_of(office, cookie(browser)).created_at
    office.clock.move(minutes=6)

    assert send(browser, again(browser), code=code_of(office, member)).status_code == 303

    after = cookie(browser)
    assert before != after
    assert is_dead(office, before)
    row = row_of(office, after)
    assert (row.created_at, row.proved_at) == (began, office.clock.now)
    assert [each.outcome for each in on_record(office, "signin.proved-anew")] == ["code"]


def again(browser: Browser) -> str:
    answer = browser.get("/reports/annual/2026.pdf")
    assert answer.status_code == 303
    return str(answer.location)


def test_a_change_of_title_or_posts_brings_a_new_id(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser = signed_in(office, member)
    before = cookie(browser)
    browser.get("/account/sessions")
    assert cookie(browser) == before, "nothing changed yet"

    office.clock.move(seconds=1)
    becomes(office, member, "detective")

    assert browser.get("/account/sessions").status_code == 200
    assert cookie(browser) != before
    assert is_dead(office, before)


def becomes(office: Office, member: Member, title: str) -> None:
    """Another title, behind the record's back: what counts here is what comes of it."""
    with office.app.extensions["open_writing"]() as session:
        mark = update(TitleHeld).where(TitleHeld.person_id == member.person_id).values(title=title)
        session.connection().execute(mark)
        session.commit()


def row_of(office: Office, token: str) -> SigninSession:
    with office.app.extensions["open_reading"]() as session:
        row = session.get(SigninSession, hash_of(token))
        assert row is not None
        return row


def test_the_table_lets_nobody_in(office: Office) -> None:
    browser = signed_in(office, office.hire("patrol_officer"))
    with office.app.extensions["open_reading"]() as session:
        rows = session.scalars(select(SigninSession)).all()
        told = [f"{value}" for row in rows for value in vars(row).values()]

    assert not [value for value in told if cookie(browser) in value]
    usable = [value for row in rows for value in (row.id_hash, row.key) if not is_dead(office, value)]
    assert usable == []


def test_sessions_are_listed_and_can_be_ended(office: Office) -> None:
    member = office.hire("patrol_officer")
    here, other, third = signed_in(office, member), office.browser(member), office.browser(member)
    page = here.get("/account/sessions").text
    assert page.count('data-label="Last active"') == 3

    key = next(row_of(office, cookie(each)).key for each in (other,))
    assert here.post(f"/account/sessions/{key}/end").status_code == 303
    assert other.get("/").status_code == 303
    assert "You ended this session from another one." in other.get("/sign-in").text
    assert third.get("/").status_code == 200
    assert here.post("/account/sessions/end").status_code == 303
    assert third.get("/").status_code == 303
    assert here.get("/").status_code == 200
    assert [row.outcome for row in on_record(office, "signin.session-ended")] == ["own", "own"]


def test_nobody_ends_a_session_of_somebody_else_by_its_name(office: Office) -> None:
    officer, victim = office.hire("patrol_officer"), office.browser(office.hire("detective"))

    answer = office.browser(officer).post(f"/account/sessions/{row_of(office, cookie(victim)).key}/end")

    assert answer.status_code == 404
    assert victim.get("/").status_code == 200
