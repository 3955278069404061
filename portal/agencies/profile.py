"""An agency's profile: its adopted policy as values, each with the section it comes from.

Rules read the profile and the public page shows it; no agency is named in Python. A further agency is one file.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr, ValidationError, model_validator

from portal.access import Duty
from portal.agencies import document as documents
from portal.agencies.accountability import (
    AccountReview,
    Agreements,
    AnnualReport,
    Audit,
    Breach,
    Incident,
    Release,
)
from portal.agencies.alerts import Chain, Dispatch, Hotlist
from portal.agencies.authority import Access, Post, Title, Training
from portal.agencies.citation import Part, Section, Text
from portal.agencies.clauses import Binding
from portal.agencies.document import Document, ProfileError
from portal.agencies.duties import Assignment, resolved_duties
from portal.agencies.identity import Agency, Policy, Publish, Rule
from portal.agencies.keeping import Retention, Transfer
from portal.agencies.use import Clets, LogRule, Purposes, SearchRule

PROFILES = Path(__file__).parent / "profiles"
TEMPLATE = "template"

Keyed = TypeVar("Keyed", Title, Post, Chain)


class Demo(Part):
    """Invented answers to what the text leaves open, for the demo alone."""

    answers: Mapping[str, Any] = Field(default_factory=dict)


class Reading(Part):
    """How the profile understands a text that can be understood in more than one way.

    Set-up asks the agency to confirm the value at `key`, or to change it; `reading` says what it is now and why.
    """

    key: Text
    question: Text
    reading: Text
    section: Section


class Profile(Part):
    """One agency's policy as data. Look-ups by a key that does not exist raise KeyError."""

    agency: Agency
    policy: Policy
    publish: Publish
    titles: tuple[Title, ...]
    posts: tuple[Post, ...]
    duties: Annotated[Mapping[Duty, Assignment], AfterValidator(resolved_duties)]
    access: Access
    training: Training
    purposes: Purposes
    search: SearchRule
    log: LogRule
    clets: Clets
    hotlist: Hotlist
    dispatch: Dispatch
    retention: Retention
    release: Release
    transfer: Transfer
    audit: Audit
    account_review: AccountReview
    annual_report: AnnualReport
    agreements: Agreements
    incident: Incident
    breach: Breach
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    clauses: tuple[Binding, ...] = ()
    readings: tuple[Reading, ...] = ()
    suggestions: Mapping[str, Text] = Field(default_factory=dict)
    """What may be answered to a question the text leaves open, by its key: shown, never taken for an answer."""
    demo: Demo = Demo()

    _document: Document = PrivateAttr(default_factory=dict)
    _written: Document = PrivateAttr(default_factory=dict)
    _source: str = PrivateAttr(default="")

    @classmethod
    def from_document(cls, document: Document, source: str) -> Self:
        """The profile this document states; raises ProfileError with every problem of `source` at once."""
        problems = list(documents.repeated_keys(document))
        try:
            text = json.dumps(document, default=str)
            profile = cls.model_validate_json(text, context=documents.names(document))
        except ValidationError as error:
            problems += _problems(document, error)
        if problems:
            raise ProfileError(source, problems)
        profile._document, profile._source, profile._written = document, source, document
        return profile

    @model_validator(mode="after")
    def _owed_duties_are_assigned(self) -> Self:
        owed = {
            "hotlist.custom": (self.hotlist.custom, Duty.HOTLIST_APPROVER),
            "annual_report.required": (self.annual_report.required, self.annual_report.to),
            "agreements.enabled": (self.agreements.enabled, self.agreements.signed_by),
        }
        for setting, (needed, duty) in owed.items():
            if needed and duty not in self.duties:
                raise ValueError(f"{setting} needs the duty {duty}; add duties.{duty}")
        return self

    @model_validator(mode="after")
    def _clauses_are_bound_once(self) -> Self:
        bound = Counter(binding.id for binding in self.clauses)
        if twice := sorted(clause for clause, count in bound.items() if count > 1):
            raise ValueError(f"clauses bound more than once: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _chains_name_approvers(self) -> Self:
        approvers = self.duties.get(Duty.HOTLIST_APPROVER)
        for chain in self.hotlist.chains:
            for post in {key for step in chain.steps for key in step.posts}:
                if approvers is None or post not in approvers.posts:
                    raise ValueError(
                        f"chain '{chain.key}' names '{post}', which duties.hotlist_approver does not"
                    )
        return self

    def with_answers(self, answers: Mapping[str, object]) -> "Profile":
        """This profile with the agency's answers set at their dotted keys, validated anew.

        Raises ProfileError, with every problem, for a key that does not exist or a value that does not fit.
        """
        source = f"{self._source} with its answers"
        answered = Profile.from_document(documents.with_answers(self._document, answers, source), source)
        answered._written = self._written
        return answered

    @property
    def as_written(self) -> "Profile":
        """This profile without the answers of set-up."""
        return Profile.from_document(self._written, self._source)

    def is_settled(self, key: str) -> bool:
        """Whether the file itself, before any answer of set-up, has a value at this dotted key."""
        return documents.value_at(self._written, key) not in (None, "", [], {})

    @cached_property
    def version(self) -> str:
        """Names the rules in force, answers included: every ledger row carries it."""
        digest = hashlib.sha256(json.dumps(self._document, sort_keys=True, default=str).encode()).hexdigest()
        return f"policy {self.policy.number}, profile {digest[:12]}"

    @property
    def document(self) -> Document:
        """The profile as written, answers included; a copy to keep, not to change."""
        return deepcopy(self._document)

    def bindings(self) -> dict[str, Binding]:
        """What carries each clause out, by the clause's id."""
        return {binding.id: binding for binding in self.clauses}

    def title(self, key: str) -> Title:
        return _by_key(self.titles, key)

    def post(self, key: str) -> Post:
        return _by_key(self.posts, key)

    def duties_of(self, posts: Iterable[str], title: str) -> frozenset[Duty]:
        """The duties of a person with this title who holds these posts now."""
        held = set(posts)
        return frozenset(
            duty
            for duty, assignment in self.duties.items()
            if held.intersection(assignment.posts) or title in assignment.titles
        )

    def holders_of(self, duty: Duty) -> tuple[str, ...]:
        """The published names of the posts, then of the titles, that carry the duty; empty if unanswered."""
        assignment = self.duties.get(duty)
        if assignment is None:
            return ()
        posts = tuple(self.post(key).title for key in assignment.posts)
        return posts + tuple(self.title(key).name for key in assignment.titles)

    def chain_for(self, title_key: str) -> Chain | None:
        """The chain a request of somebody with this title takes; None if the title may not request."""
        key = self.title(title_key).chain
        return None if key is None else _by_key(self.hotlist.chains, key)


def _by_key(items: Iterable[Keyed], key: str) -> Keyed:
    for item in items:
        if item.key == key:
            return item
    raise KeyError(key)


PLAIN = {"extra_forbidden": "unknown key; see template.toml for the keys there are", "missing": "missing"}


def _problems(document: Document, error: ValidationError) -> Iterator[str]:
    """Each problem as `key.path: message`; a list is not called too short where an item of it is at fault."""
    details = error.errors(include_url=False)
    parents = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"] in parents:
            continue
        message = PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        where = documents.place(document, detail["loc"])
        yield f"{where}: {message}" if where else message


def slugs(folder: Path | None = None) -> list[str]:
    """The agencies there is a profile for, in order."""
    return sorted(path.stem for path in (folder or PROFILES).glob("*.toml") if path.stem != TEMPLATE)


def load(slug: str, folder: Path | None = None) -> Profile:
    """The profile of `slug`, from the shipped ones or from `folder`.

    Raises ProfileError: for an unknown slug it says which exist, for a bad file it lists all its problems.
    """
    known = slugs(folder)
    if slug not in known:
        raise ProfileError(
            f"Profile '{slug}'", [f"there is none; choose one of: {', '.join(known) or 'none here'}"]
        )
    path = (folder or PROFILES) / f"{slug}.toml"
    profile = _stated(documents.text_of(path), str(path))
    if profile.agency.slug != slug:
        raise ProfileError(str(path), [f"agency.slug: must be '{slug}', as the file is named"])
    return profile


@lru_cache(maxsize=16)
def _stated(text: str, source: str) -> Profile:
    """The profile of this text. No profile is changed once read, so the same text is validated once."""
    return Profile.from_document(documents.parse(text, source), source)
