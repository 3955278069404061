import pytest

from portal.agencies import Profile, ProfileError, load

MINIMUM = "retention.sources.server.minimum"


@pytest.fixture
def open_profile() -> Profile:
    return load("west-covina")


def test_an_answer_is_set_at_its_dotted_key(open_profile: Profile) -> None:
    answered = open_profile.with_answers({MINIMUM: {"days": 60}, "audit.cadence": "yearly"})
    server = answered.retention.sources["server"]
    assert server.minimum is not None
    assert server.minimum.days == 60
    assert answered.audit.cadence == "yearly"


def test_the_profile_answered_stays_as_it_was(open_profile: Profile) -> None:
    open_profile.with_answers({MINIMUM: {"days": 60}})
    assert open_profile.retention.sources["server"].minimum is None
    assert load("west-covina") == open_profile


def test_answers_add_up(open_profile: Profile) -> None:
    answered = open_profile.with_answers({MINIMUM: {"days": 60}}).with_answers({"audit.cadence": "yearly"})
    assert answered.retention.sources["server"].minimum is not None


def test_an_item_of_a_list_is_answered_by_its_key(open_profile: Profile) -> None:
    answered = open_profile.with_answers(
        {
            "titles.captain": {"name": "Captain", "tier": "full", "section": "462.2"},
            "posts.patrol_captain.rank": "captain",
            "posts.auditor": {"title": "Auditor", "section": "462.5(e)"},
            "duties.audit_director.posts": ["auditor"],
        }
    )
    assert answered.title("captain").name == "Captain"
    assert answered.post("patrol_captain").rank == "captain"
    assert answered.post("patrol_captain").title == "Patrol Captain"
    assert answered.duties_of(["auditor"], "") == {"audit_director"}


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("colour", "blue", "colour"),
        ("audit.colour", "blue", "audit.colour"),
        ("nowhere.at.all", 1, "nowhere"),
        ("policy.number.colour", 1, "policy.number.colour"),
        ("posts.patrol_captain", "Smith", "posts.patrol_captain"),
        ("audit.cadence", "regular", "audit.cadence"),
        ("duties.administrator.posts", ["mayor"], "duties.administrator.posts.0"),
        ("retention.sources.attic.minimum", {"years": 1}, "retention.sources.attic.label"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_place(
    open_profile: Profile, key: str, value: object, place: str
) -> None:
    with pytest.raises(ProfileError) as raised:
        open_profile.with_answers({key: value})
    assert any(problem.startswith(f"{place}: ") for problem in raised.value.problems)


def test_the_version_names_the_answers_too(open_profile: Profile) -> None:
    assert open_profile.version == load("west-covina").version
    assert open_profile.with_answers({"audit.cadence": "yearly"}).version != open_profile.version


def test_looking_up_what_is_not_there_is_an_error(open_profile: Profile) -> None:
    with pytest.raises(KeyError):
        open_profile.title("captain")
    with pytest.raises(KeyError):
        open_profile.post("mayor")
