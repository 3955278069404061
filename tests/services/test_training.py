"""Training on file: a class in one go, corrections that overwrite nothing, versions, retraining, notices."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError, NoResultFound

from portal.jobs import JOBS
from portal.jobs.running import preview, run_once
from portal.models import Completion, Notice, Retraining, TrainingDocument
from portal.rules import RuleBroken
from portal.services import setup
from portal.services.timetable import TRAINING_NOTICES
from portal.services.training import NewClass, correcting, courses, documents, log_class, retraining, standing
from portal.services.training.correcting import Correction
from portal.services.training.courses import NewIssue
from portal.services.training.documents import Upload
from portal.services.training.retraining import NewOrder
from portal.web.system_work import open_work, system_actor
from tests.controls.behind import behind
from tests.office import Member, Office
from tests.services.doing import doing, looking, on_record

KEEPER = "administrative_training_corporal"
ADC = "administrative_division_commander"
SHEET = Upload("C:\\scans\\Sign-in sheet; no 4.PDF", b"%PDF-1.4 twenty names")
TYPED_WRONG = "The sheet says he left at noon."
DAY = timedelta(days=1)
(NOTICES,) = [job for job in JOBS if job.entry == TRAINING_NOTICES]


@pytest.fixture
def keeper(office: Office) -> Member:
    return office.hire("corporal", KEEPER, user_name="kim.keeper")


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC, user_name="ada.adc")


def today(office: Office) -> date:
    return office.clock.now.date()


def teach(
    office: Office, keeper: Member, *pupils: Member, on: date | None = None, upload: Upload | None = None
) -> str:
    """Puts a class of today on file; gives its id."""
    with doing(office, keeper) as work:
        course = courses.newest(work)
        people = tuple(each.person_id for each in pupils)
        new = NewClass(people, on or today(office), "A. Teacher", tuple(course.keys), course.number)
        return log_class(work, new, upload).id


def is_barred(office: Office, member: Member) -> bool:
    with open_work(office.app, system_actor("test")) as work:
        return office.actor(work, member).barred is not None


def completion_of(office: Office, member: Member) -> str:
    """The newest of their completions."""
    with looking(office, member) as work:
        return standing.history(work, member.person_id)[0].completion.id


def correct(
    office: Office, keeper: Member, completion_id: str, *, stands: bool = True, **more: object
) -> None:
    with doing(office, keeper) as work:
        row = correcting.find(work, completion_id)
        day = more.get("on", row.completed_on)
        assert isinstance(day, date)
        correcting.correct(work, completion_id, Correction(stands, day, tuple(row.items), TYPED_WRONG))


def test_a_class_of_twenty_goes_on_file_in_one_go_and_is_corrected_without_overwriting(
    office: Office, keeper: Member
) -> None:
    """Acceptance 6."""
    pupils = [office.hire("patrol_officer", trained=False) for _ in range(20)]
    assert all(is_barred(office, each) for each in pupils[::7])

    class_id = teach(office, keeper, *pupils, upload=SHEET)

    assert not any(is_barred(office, each) for each in pupils[::7])
    (logged,) = [row for row in on_record(office, "training.recorded") if row.count == 20]
    assert logged.user_name == keeper.user_name
    with looking(office, keeper) as work:
        document = work.session.scalars(select(TrainingDocument)).one()
        assert work.tools.documents.get(document.id) == SHEET.data
        assert (document.name, document.media_type) == ("Sign-in sheet no 4.pdf", "application/pdf")
        assert document.kept_until == today(office).replace(year=today(office).year + 3)
        files = [path for path in (office.app.extensions["settings"].documents).rglob("*") if path.is_file()]
        assert not any(SHEET.data in path.read_bytes() for path in files)

    first = completion_of(office, pupils[0])
    correct(office, keeper, first, stands=False)

    assert is_barred(office, pupils[0])
    assert not is_barred(office, pupils[1])
    with looking(office, keeper) as work:
        rows = work.session.scalars(select(Completion).where(Completion.class_id == class_id)).all()
        assert len(rows) == 21
        kept = next(row for row in rows if row.id == first)
        newer = next(row for row in rows if row.supersedes_id == first)
        assert (kept.stands, kept.correction_reason) == (True, "")
        assert (newer.stands, newer.correction_reason) == (False, TYPED_WRONG)
    assert len(on_record(office, "training.corrected")) == 1
    with pytest.raises(RuleBroken, match="corrected before"):
        correct(office, keeper, first, on=today(office) - DAY)


def test_a_completion_is_never_changed_nor_deleted_in_the_database_itself(
    office: Office, keeper: Member
) -> None:
    member = office.hire("sergeant")
    for statement in (update(Completion.__table__).values(stands=False), delete(Completion.__table__)):  # type: ignore[arg-type]  # the table itself, past the session
        with behind(office) as connection, pytest.raises(DatabaseError), connection.begin_nested():
            connection.execute(statement)

    assert not is_barred(office, member)


def test_a_class_is_refused_whole_for_one_who_is_on_file_already(office: Office, keeper: Member) -> None:
    first, second = office.hire("sergeant", trained=False), office.hire("detective", trained=False)
    teach(office, keeper, first)

    with pytest.raises(RuleBroken, match=first.full_name) as refused:
        teach(office, keeper, first, second, upload=SHEET)

    assert refused.value.field == "people"
    assert is_barred(office, second)
    assert list(office.app.extensions["tools"].documents.ids()) == []


def test_a_document_of_another_kind_leaves_nothing_on_file(office: Office, keeper: Member) -> None:
    member = office.hire("sergeant", trained=False)

    with pytest.raises(RuleBroken, match="PDF, JPEG or PNG"):
        teach(office, keeper, member, upload=Upload("sheet.pdf", b"<svg onload=alert(1)>"))

    assert is_barred(office, member)
    assert list(office.app.extensions["tools"].documents.ids()) == []


def test_a_document_opens_for_its_own_class_and_each_opening_is_on_record(
    office: Office, keeper: Member
) -> None:
    pupil, other = office.hire("sergeant", trained=False), office.hire("detective")
    teach(office, keeper, pupil, upload=SHEET)
    document_id = next(office.app.extensions["tools"].documents.ids())

    with looking(office, other) as work, pytest.raises(NoResultFound):
        documents.find_own(work, document_id)
    with looking(office, pupil) as work:
        opened = documents.open_document(work, documents.find_own(work, document_id))

    assert opened.data == SHEET.data
    rows = on_record(office, "training.document-opened")
    assert [(row.outcome, row.subject_id) for row in rows] == [
        ("intent", document_id),
        ("shown", document_id),
    ]


def order(office: Office, by: Member, member: Member, *, closes: bool = True) -> str:
    with doing(office, by) as work:
        due = today(office) + timedelta(days=14)
        ground = "Two searches for a neighbour, without any case."
        return retraining.order(work, NewOrder(member.person_id, ground, "A-26-3", due, closes)).id


def open_again(office: Office, retraining_id: str) -> bool:
    with open_work(office.app, system_actor("test")) as work:
        return retraining.is_open(work.session.get_one(Retraining, retraining_id))


@pytest.mark.control("training.on-violation")
def test_retraining_closes_access_until_a_class_after_it_and_again_if_that_is_taken_back(
    office: Office, keeper: Member, adc: Member
) -> None:
    member = office.hire("sergeant")
    teach(office, keeper, member, on=today(office) - DAY)
    retraining_id = order(office, adc, member)
    assert is_barred(office, member)

    office.clock.move(hours=1)
    correct(office, keeper, completion_of(office, member), on=today(office) - 2 * DAY)
    assert is_barred(office, member), "a correction of older training is no retraining"

    teach(office, keeper, member)
    assert not is_barred(office, member)
    assert not open_again(office, retraining_id)
    assert len(on_record(office, "training.retraining-done")) == 1

    correct(office, keeper, completion_of(office, member), stands=False)
    assert is_barred(office, member)
    assert open_again(office, retraining_id)


def test_retraining_is_withdrawn_by_somebody_else_with_a_reason(office: Office, adc: Member) -> None:
    other = office.hire("chief_of_police", "chief_of_police", ADC)
    retraining_id = order(office, other, adc)
    reason = "The finding was about another account."

    with doing(office, adc) as work, pytest.raises(RuleBroken, match="Somebody else"):
        retraining.withdraw(work, retraining_id, reason)
    with doing(office, other) as work:
        retraining.withdraw(work, retraining_id, reason)

    assert not is_barred(office, adc)
    (row,) = on_record(office, "training.retraining-withdrawn")
    assert row.user_name == other.user_name


def test_a_version_that_must_be_taken_is_told_to_everybody_and_then_closes_older_training(
    office: Office, keeper: Member, adc: Member
) -> None:
    retake_by = today(office) + timedelta(days=30)
    with doing(office, keeper) as work:
        row = courses.issue(
            work, NewIssue("law", "A new law limits what is kept.", (), ("The new law",), True, retake_by)
        )
        assert (row.number, [item["text"] for item in row.items][-1]) == (2, "The new law")
        told = work.session.scalars(select(Notice.person_id).where(Notice.once.like("course:2:%"))).all()
    assert set(told) == {keeper.person_id, adc.person_id}

    office.clock.move(days=1)
    teach(office, keeper, keeper)
    office.clock.move(days=30)
    assert not is_barred(office, keeper)
    assert is_barred(office, adc)


class TestWhereTrainingLapses:
    @pytest.fixture
    def agency(self) -> str:
        return "piedmont"

    def notices(self, office: Office, member: Member) -> list[str]:
        with open_work(office.app, system_actor("test")) as work:
            query = (
                select(Notice.subject).where(Notice.person_id == member.person_id).order_by(Notice.made_at)
            )
            return list(work.session.scalars(query))

    def test_people_are_told_ahead_and_once_each_time(self, office: Office) -> None:
        """60, 30 and 7 days before the last usable day, and when it is past."""
        with open_work(office.app, system_actor("test")) as work:
            setup.answer_all(work, work.profile.demo.answers, "Invented", demo=True)
        member = office.hire("police_officer")
        keeper = office.hire("sergeant", "training_sergeant", trained=False)
        lapses = (today(office) - timedelta(days=30)).replace(year=today(office).year + 1)
        start = office.clock.now
        counts = []
        for left in (61, 60, 59, 30, 7, 0, -1, -2):
            office.clock.now = start + (lapses - start.date()) - timedelta(days=left)
            would = preview(office.app, NOTICES)
            done = run_once(office.app, NOTICES)
            assert done is not None
            assert would.counts == done.counts
            counts.append(done.counts["people told"])

        assert counts == [0, 1, 0, 1, 1, 0, 1, 0]
        assert len(self.notices(office, member)) == 4
        assert self.notices(office, member)[-1] == "Your ALPR training has lapsed"
        assert len(self.notices(office, keeper)) == 4


def test_where_nothing_lapses_people_are_reminded_every_year_and_lose_nothing(office: Office) -> None:
    member = office.hire("sergeant")
    told = []
    for days in (334, 2, 200, 165, 2):
        office.clock.move(days=days)
        done = run_once(office.app, NOTICES)
        assert done is not None
        told.append(done.counts["people told"])

    assert told == [0, 1, 0, 0, 1]
    assert not is_barred(office, member)
