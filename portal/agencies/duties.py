"""Which posts and titles carry which duty."""

from collections.abc import Mapping

from portal.access import Duty
from portal.agencies.citation import Modality, Part, PostKey, Section, TitleKey

ALWAYS_ASSIGNED = frozenset(
    {
        Duty.ADMINISTRATOR,
        Duty.PERMISSION_ASSIGNER,
        Duty.ACCOUNT_CREATOR,
        Duty.ACCOUNT_REVIEWER,
        Duty.TRAINING_KEEPER,
        Duty.RELEASE_APPROVER,
        Duty.AUDIT_DIRECTOR,
        Duty.CUSTODIAN_OF_RECORDS,
        Duty.SUPERVISOR,
        Duty.DISPATCH,
    }
)
"""Duties every agency has; a profile lists them even where its text names nobody, so that set-up asks."""


class Assignment(Part):
    """Which posts and titles carry a duty; both empty says that the text leaves it unanswered.

    `same_as` names a duty whose holders carry this one too unless it is given holders of its own.
    """

    posts: tuple[PostKey, ...] = ()
    titles: tuple[TitleKey, ...] = ()
    same_as: Duty | None = None
    section: Section
    modality: Modality
    note: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.posts or self.titles)


def resolved_duties(duties: Mapping[Duty, Assignment]) -> Mapping[Duty, Assignment]:
    """The duties with every `same_as` filled in; raises ValueError where one is missing or leads nowhere."""
    missing = sorted(ALWAYS_ASSIGNED - set(duties))
    if missing:
        raise ValueError(f"{', '.join(missing)} missing; where the text names nobody, write posts = []")
    return {duty: _resolved(assignment, duties) for duty, assignment in duties.items()}


def _resolved(assignment: Assignment, duties: Mapping[Duty, Assignment]) -> Assignment:
    if assignment.same_as is None or assignment.answered:
        return assignment
    model = duties.get(assignment.same_as)
    if model is None or model.same_as is not None:
        raise ValueError(f"same_as = '{assignment.same_as}' must name a duty that names its own holders")
    return assignment.model_copy(update={"posts": model.posts, "titles": model.titles})
