"""The demonstration: for every agency somebody in every title and post, a story in order, a record that is whole."""

import json
import re
import shutil
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import create_app
from portal.access import Duty, Tier
from portal.agencies.profile import Profile, slugs
from portal.config import Settings
from portal.demo import accounts, load, shots
from portal.demo.camera import Photograph, photograph_all
from portal.demo.cast import names
from portal.demo.load import DemonstrationRefused, Loaded, is_loaded
from portal.demo.shots import Plan, Shot
from portal.extensions import db
from portal.jobs import JOBS
from portal.jobs.running import run_once
from portal.ledger.verify import verify
from portal.models import (
    Account,
    Completion,
    DestructionAuthority,
    HeldRead,
    Hit,
    HotlistEntry,
    LedgerRow,
    Person,
    PostHeld,
    Proposal,
    Read,
    Search,
    SetupAnswer,
    TitleHeld,
)
from portal.rules import dispatch
from portal.services import devices, hotlists, people, setup
from portal.services.hits import working
from portal.services.policy import conformance
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.keys import received_at
from portal.services.signin.accounts import password_fits
from portal.services.signin.accounts import secret_of as totp_secret_of
from portal.web.founding import found_instance
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.services.reads_on_file import keys_on_file, pictures_stored, reading

SMALL = Plan(old=2, recent=2)
TOLD = {"user_name", "password", "totp_secret", "full_name", "title", "posts", "tier"}
"""Keys that `flask demo accounts --json` promises."""
A_DAY = timedelta(days=1)


def silently(_: str) -> None:
    """Where progress goes when nobody watches."""


def load_small(app: Flask) -> Loaded:
    return load.load(app, SMALL, silently, photographed)


def photographed(wanted: Sequence[Shot], zone: str, _: object) -> list[Photograph]:
    """The real photographs, taken once: every load of the suite happens at the same moment."""
    return photographs_of(tuple(wanted), zone)


@cache
def photographs_of(wanted: tuple[Shot, ...], zone: str) -> list[Photograph]:
    return photograph_all(wanted, zone, silently)


def found_demonstration(settings: Settings) -> Flask:
    app = create_app(settings, Clock())
    app.config["TESTING"] = True
    found_instance(app, demo=True)
    return app


def close(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="module", params=[slug for slug in slugs() if slug != "template"])
def loaded(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A loaded demonstration of each agency, for tests that only look at it."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(sqlite_template, folder / "portal.db")
    app = found_demonstration(Settings(instance=folder, agency=request.param, throwaway=True))
    load_small(app)
    yield app
    close(app)


@pytest.fixture
def told(loaded: Flask) -> list[dict[str, Any]]:
    return accounts.kept(folder_of(loaded))


def folder_of(app: Flask) -> Path:
    folder: Path = app.extensions["settings"].instance
    return folder


def profile_of(app: Flask) -> Profile:
    with reading(app) as session:
        return setup.effective_profile(session, app.extensions["settings"].agency)


def is_whole(app: Flask) -> bool:
    with reading(app) as session:
        return verify(session, app.extensions["tools"].ledger.key).passes


def actions(app: Flask) -> Counter[str]:
    with reading(app) as session:
        return Counter(session.scalars(select(LedgerRow.action)))


def test_somebody_holds_every_title_and_every_post(loaded: Flask) -> None:
    profile = profile_of(loaded)
    with reading(loaded) as session:
        titles, posts = (
            set(session.scalars(select(TitleHeld.title))),
            list(session.scalars(select(PostHeld.post).where(PostHeld.proposal_id.is_(None)))),
        )
    assert titles == {title.key for title in profile.titles}
    assert sorted(posts) == sorted(post.key for post in profile.posts)


def test_a_post_with_a_rank_is_held_by_somebody_of_that_rank(
    loaded: Flask, told: list[dict[str, Any]]
) -> None:
    ranks = {post.key: post.rank for post in profile_of(loaded).posts if post.rank}
    held = {post: each["title_key"] for each in told for post in each["post_keys"] if post in ranks}
    assert held == ranks


def test_one_post_is_assigned_for_a_time_one_stood_in_for_and_one_change_waits(loaded: Flask) -> None:
    profile = profile_of(loaded)
    with reading(loaded) as session:
        changed = session.scalars(
            select(PostHeld).where(PostHeld.proposal_id.is_not(None)).order_by(PostHeld.since)
        ).all()
        (waiting,) = session.scalars(select(Proposal).where(~Proposal.decision.has())).all()
    assigned, stood_in = changed
    assert profile.post(assigned.post).assigned_by
    assert (assigned.acting, stood_in.acting) == (False, True)
    assert all(row.until and row.since < START < row.until for row in changed)
    assert (waiting.kind, waiting.subject_id) == (
        "post",
        profile.duties[Duty.CUSTODIAN_OF_RECORDS].posts[0],
    )


def test_everybody_can_sign_in_with_what_the_file_tells(loaded: Flask, told: list[dict[str, Any]]) -> None:
    with open_work(loaded, system_actor("test")) as work:
        kept = {account.user_name: account for account in work.session.scalars(select(Account))}
        assert {each["user_name"] for each in told} == set(kept)
        for each in told:
            account = kept[each["user_name"]]
            assert each["totp_secret"] == totp_secret_of(work, account)
            assert each["full_name"] == account.person.full_name
        assert password_fits(kept[told[0]["user_name"]], told[0]["password"], START)


def test_the_file_tells_what_is_promised_to_its_owner_alone(
    loaded: Flask, told: list[dict[str, Any]]
) -> None:
    profile = profile_of(loaded)
    for each in told:
        assert set(each) >= TOLD
        assert re.fullmatch(r"[a-z]+\.[a-z]+", each["user_name"])
        assert len(each["password"]) >= 15
        assert each["title"] == profile.title(each["title_key"]).name
        assert each["posts"] == [profile.post(key).title for key in each["post_keys"]]
        assert each["tier"] == profile.title(each["title_key"]).tier
    assert stat.S_IMODE((folder_of(loaded) / accounts.FILE).stat().st_mode) == 0o400


def test_one_newcomer_finds_plate_data_closed_and_nobody_else(
    loaded: Flask, told: list[dict[str, Any]]
) -> None:
    profile = profile_of(loaded)
    with reading(loaded) as session:
        barred = {
            person.full_name: people.actor_of(session, profile, person, "", START).barred
            for person in session.scalars(select(Person))
        }
    closed = [name for name, bar in barred.items() if bar is not None]
    untrained = [each for each in told if not each["trained"]]
    assert closed == [untrained[0]["full_name"]]
    assert untrained[0]["tier"] == Tier.FULL


def test_the_record_is_whole_and_goes_forward_in_time(loaded: Flask) -> None:
    assert is_whole(loaded)
    with reading(loaded) as session:
        founded, *moments = session.scalars(select(LedgerRow.at).order_by(LedgerRow.seq))
    assert founded == START
    assert moments == sorted(moments)
    assert moments[0] < START - 400 * A_DAY
    assert moments[-1] < START


def test_reads_were_received_when_they_say_and_some_are_over_a_year_old(loaded: Flask) -> None:
    with reading(loaded) as session:
        reads = session.scalars(select(Read).order_by(Read.key)).all()
    assert len(reads) == SMALL.old + SMALL.recent
    for read in reads:
        assert timedelta(0) < received_at(read.key) - read.captured_at < timedelta(minutes=1)
    ages = [START - read.captured_at for read in reads]
    assert sum(395 * A_DAY < age < 426 * A_DAY for age in ages) == SMALL.old
    assert sum(age < 21 * A_DAY for age in ages) == SMALL.recent


def test_searches_were_made_by_several_people_and_one_was_refused(loaded: Flask) -> None:
    with reading(loaded) as session:
        searches = session.scalars(select(Search)).all()
    assert len(searches) >= 2
    assert len({search.person_id for search in searches}) >= 2
    assert len({search.narrative for search in searches}) == len(searches)
    done = actions(loaded)
    assert done["search.refused"] == 1
    assert done["search.results-opened"] == 2 * len(searches)  # intent and outcome
    assert done["read.opened"] > 0


def test_only_what_the_profile_invents_is_answered_and_marked_as_invented(loaded: Flask) -> None:
    with reading(loaded) as session:
        answers = session.scalars(select(SetupAnswer)).all()
    assert {row.key: row.value for row in answers} == dict(profile_of(loaded).demo.answers)
    assert all(row.demo and "invented" in row.basis for row in answers)


def test_destruction_is_authorised_where_the_period_is_known_and_only_there(loaded: Flask) -> None:
    sources = profile_of(loaded).retention.sources
    with reading(loaded) as session:
        authorised = set(session.scalars(select(DestructionAuthority.source)))
    assert authorised == {key for key, each in sources.items() if each.minimum and each.purged_by == "portal"}


def test_the_policy_has_been_held_to_the_data_of_the_story(loaded: Flask) -> None:
    with reading(loaded) as session:
        run = conformance.latest(session)
    assert run is not None
    bound = {key for binding in profile_of(loaded).clauses for key in binding.controls}
    assert {result["control"] for result in run.results} == bound
    broken = {result["control"] for result in run.results if result["status"] == "fail"}
    assert not {key for key in broken if key.startswith(("search.", "hotlist.", "training.", "log."))}


def test_two_sample_pictures_lie_ready(loaded: Flask) -> None:
    samples = sorted(path.name for path in (folder_of(loaded) / load.SAMPLES).iterdir())
    assert [name.partition("-")[0] for name in samples] == ["other", "wanted"]


class TestTheHotlist:
    """Where the policy has custom entries."""

    @pytest.fixture
    def settings(self, sqlite_template: Path, tmp_path: Path, agency: str) -> Settings:
        shutil.copy(sqlite_template, tmp_path / "portal.db")
        return Settings(instance=tmp_path, agency=agency, throwaway=True)

    def test_entries_stand_in_every_state_and_hits_are_worked_and_waiting(self, settings: Settings) -> None:
        app = found_demonstration(settings)
        done = load_small(app)
        with open_work(app, system_actor("test")) as work:
            entries = work.session.scalars(select(HotlistEntry)).unique().all()
            states = Counter(hotlists.state_of(entry, work.now) for entry in entries)
            hits = work.session.scalars(select(Hit).order_by(Hit.raised_at)).unique().all()
            stands = [working.stands(work, hit) for hit in hits]
            steps = {step for step, _ in working.taken(hits[0])}
            waiting = sorted(entry.step for entry in entries if entry.decision is None)
        assert set(states) == set(hotlists.State)
        assert waiting == [0, 1]
        assert stands == [dispatch.POSITIVE, None]
        assert steps == {step.key for step in profile_of(app).dispatch.steps}
        assert hits_of(app, done) == 1
        close(app)


def hits_of(app: Flask, done: Loaded) -> int:
    """How many hits the first sample picture raises."""
    with open_work(app, system_actor("test")) as work:
        desk = devices.find(work.session, devices.UPLOAD_DESK)
        assert desk is not None
        return ingest(work, desk, [Capture(done.samples[0].read_bytes(), work.now)]).hits


def test_the_purge_takes_the_old_reads_and_leaves_the_held_one(settings: Settings) -> None:
    app = found_demonstration(settings)
    load_small(app)
    with reading(app) as session:
        held = set(session.scalars(select(HeldRead.picture)))
    purge = next(job for job in JOBS if job.name == "purge-expired")

    report = run_once(app, purge)

    assert report is not None
    assert report.counts["reads destroyed"] == SMALL.old - 1
    assert report.counts["reads held"] == 1
    assert len(keys_on_file(app)) == SMALL.recent
    assert held < pictures_stored(app)
    assert is_whole(app)
    close(app)


def test_a_load_that_was_interrupted_is_begun_afresh(settings: Settings) -> None:
    first = found_demonstration(settings)
    load_small(first)
    before = accounts.kept(settings.instance)
    close(first)
    (settings.instance / load.LOADING).touch()  # as a process leaves it that dies before its last step
    assert not is_loaded(settings.instance)

    again = create_app(settings, Clock())
    load_small(again)

    assert is_loaded(settings.instance)
    assert is_whole(again)
    assert len(pictures_stored(again)) == SMALL.old + SMALL.recent
    with reading(again) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == len(before)
        assert session.scalar(select(func.count()).select_from(Completion)) == 2 * (len(before) - 1)
        [account] = session.scalars(select(Account).where(Account.user_name == before[0]["user_name"]))
    assert password_fits(account, accounts.kept(settings.instance)[0]["password"], START)
    assert not password_fits(account, before[0]["password"], START)
    close(again)


def test_an_instance_that_is_no_demonstration_stays_empty(app: Flask) -> None:
    with pytest.raises(DemonstrationRefused, match="is no demonstration"):
        load.load(app, SMALL, silently)
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_whole_plan_shows_regulars_a_burst_an_empty_street_and_fresh_hits() -> None:
    script = shots.write(Plan(), START)
    moments = [shot.moment for shot in script.shots]
    assert len(script.shots) == Plan().old + Plan().recent
    assert moments == sorted(moments)
    assert moments[-1] < START
    times_seen = Counter(shot.plate for shot in script.shots if shot.plate)
    assert sum(times > 1 for times in times_seen.values()) >= 4
    assert sum(not shot.plate for shot in script.shots) == 1
    burst = [
        shot
        for shot in script.shots
        if START - shots.BURST <= shot.moment < START - shots.BURST + timedelta(minutes=1)
    ]
    assert len({shot.plate for shot in burst}) == len(burst) == len(shots.BURST_SECONDS)
    assert times_seen[script.worked] == 1
    assert not times_seen.keys() & set(script.unseen)
    assert shots.write(Plan(), START) == script


def test_no_name_is_given_twice() -> None:
    given = list(names())
    assert len(given) == len(set(given)) > 500
    assert json.dumps(given).isascii()
