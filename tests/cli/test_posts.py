"""`flask posts`: who holds them, who held one, and the first holders while nobody else could give them."""

import json
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from portal.ledger.verify import verify
from portal.models import PostHeld
from tests.clock import Clock
from tests.office import Office
from tests.services.changing_posts import ADC, AIDE, CHIEF, ODC, ORDER, RECORDS, confirmed, proposed
from tests.services.doing import disable, on_record


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["posts", *arguments])


def give(app: Flask, post: str, user_name: str, *more: str) -> Result:
    return flask(app, "give", post, user_name, "--basis", ORDER, *more)


def held(app: Flask) -> list[PostHeld]:
    with app.extensions["open_reading"]() as session:
        return list(session.scalars(select(PostHeld).order_by(PostHeld.since)).all())


def test_the_list_tells_every_post_its_holders_and_what_waits(office: Office) -> None:
    office.hire("chief_of_police", CHIEF, user_name="the.chief")
    adc = office.hire("captain", ADC)
    proposed(office, adc, RECORDS, office.hire("lieutenant"))

    plain = flask(office.app, "list")
    told = {each["post"]: each for each in json.loads(flask(office.app, "list", "--json").output)}

    assert plain.exit_code == 0
    assert "The Chief, permanent, since 2026-11-02 17:00 UTC" in plain.output
    assert "waiting for a second person: 1" in plain.output
    assert (told[RECORDS]["vacant"], told[RECORDS]["open_proposals"]) == (True, 1)
    assert [each["full_name"] for each in told[CHIEF]["holders"]] == ["The Chief"]
    assert {"duty": "report_recipient", "section": "466.6(d)"} in told[CHIEF]["duties"]


def test_a_history_tells_both_people_and_a_wrong_post_which_there_are(office: Office) -> None:
    chief = office.hire("chief_of_police", CHIEF, user_name="the.chief")
    adc = office.hire("captain", ADC, user_name="ada.adc")
    confirmed(office, chief, proposed(office, adc, RECORDS, office.hire("lieutenant")))

    (told,) = json.loads(flask(office.app, "history", RECORDS, "--json").output)
    wrong = flask(office.app, "history", "vizier")

    assert (told["proposed_by"], told["confirmed_by"], told["basis"]) == ("Ada Adc", "The Chief", ORDER)
    assert ORDER in flask(office.app, "history", RECORDS).output
    assert "Nobody has held this post yet." in flask(office.app, "history", ODC).output
    assert (wrong.exit_code, RECORDS in wrong.stderr) == (2, True)


def test_the_first_posts_are_given_by_command_until_two_people_can(office: Office) -> None:
    """The first holder alone could propose for ever, so founding goes on until somebody else can confirm."""
    office.hire("chief_of_police", user_name="the.chief")
    office.hire("captain", user_name="ada.adc")
    office.hire("lieutenant", user_name="lou.clerk")

    first, second = give(office.app, ADC, "ada.adc"), give(office.app, CHIEF, "the.chief")
    third = give(office.app, RECORDS, "lou.clerk")

    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 0, 2)
    assert "on record, without a second person" in first.output
    assert "Two people can propose and confirm" in third.stderr
    assert {row.post: (row.basis, row.proposal_id) for row in held(office.app)} == {
        ADC: (ORDER, None),
        CHIEF: (ORDER, None),
    }
    told = on_record(office, "post.given")
    assert [(row.user_name, row.outcome) for row in told] == [("system:posts give", "no second person")] * 2
    assert all(" at " in row.terminal for row in told), "who sits at the command line, and where"
    with office.app.extensions["open_reading"]() as session:
        assert verify(session, office.app.extensions["tools"].ledger.key).passes


def test_a_post_stuck_with_closed_accounts_is_stood_in_for_but_nobody_is_pushed_out(
    office: Office, clock: Clock
) -> None:
    chief, adc = office.hire("chief_of_police", CHIEF), office.hire("captain", ADC)
    office.hire("captain", user_name="cap.two")
    assert give(office.app, ADC, "cap.two").exit_code == 2
    disable(office, adc)
    disable(office, chief)

    for_good = give(office.app, ADC, "cap.two")
    acting = give(office.app, ADC, "cap.two", "--acting", "--until", "2026-11-30T17:00")

    assert (for_good.exit_code, acting.exit_code) == (2, 0)
    assert "Somebody holds this post for good" in for_good.stderr
    rows = [row for row in held(office.app) if row.post == ADC]
    assert [(row.acting, row.until) for row in rows] == [
        (False, None),
        (True, clock.now + timedelta(days=28, hours=8)),
    ]


@pytest.mark.parametrize(
    ("post", "user_name", "more", "said"),
    [
        ("vizier", "cap.one", (), "There is no post"),
        (ODC, "nobody", (), "Nobody signs in as"),
        (ODC, "cap.one", ("--acting",), "Give the end"),
        (CHIEF, "cap.one", (), "asks for the title"),
        (AIDE, "cap.one", ("--until", "2026-11-30T17:00"), "Only the present holder"),
    ],
)
def test_what_cannot_be_given_is_refused_in_one_sentence(
    office: Office, post: str, user_name: str, more: tuple[str, ...], said: str
) -> None:
    office.hire("captain", user_name="cap.one")

    answer = give(office.app, post, user_name, *more)

    assert answer.exit_code == 2
    assert said in answer.stderr
    assert held(office.app) == []
