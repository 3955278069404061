"""May a text be imported, mended and published now, and may this stand beside it?"""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from portal.rules.errors import RuleBroken
from portal.rules.reasons import has_meaning

LONGEST = 200_000
"""Characters of a policy: some hundred pages, ten times the longest we know. A whole manual is longer."""
NAMED = 12
"""How many clauses a refusal names one by one."""


def check_length(length: int) -> None:
    """Raises `RuleBroken` for a text too long for one policy."""
    if length > LONGEST:
        raise RuleBroken(
            "import.too-long",
            f"This text has more than {LONGEST:,} characters. Give the policy alone, not the whole manual.",
            field="text",
        )


def check_number(number: str, own_number: str) -> None:
    """Raises `RuleBroken` for the text of another policy than the profile's."""
    if number != own_number:
        raise RuleBroken(
            "import.other-policy",
            f"This is the text of policy {number}, and the profile of this agency is of policy {own_number}. "
            "Choose the other file, or correct the profile.",
            field="text",
        )


def check_new(draft: int | None) -> None:
    """Raises `RuleBroken` where the same file is a draft already, of this number."""
    if draft is not None:
        raise RuleBroken(
            "import.twice",
            f"This file is draft {draft} already. Go on with that one, or discard it and import the file again.",
            field="text",
        )


def check_draft(*, published: bool, discarded: bool, proposed: bool) -> None:
    """Raises `RuleBroken` where a version changes no more: published, discarded, or waiting for a second person."""
    if published:
        raise RuleBroken(
            "draft.published", "This version is published and never changes. Import the new text as a draft."
        )
    if discarded:
        raise RuleBroken("draft.discarded", "This draft was discarded. Import the file again to go on.")
    if proposed:
        raise RuleBroken(
            "draft.proposed",
            "This draft is proposed for publication. Withdraw the proposal first, then change it.",
        )


def check_doubt(doubt: str, open_doubts: Sequence[str]) -> None:
    """Raises `RuleBroken` where this doubt is not, or no longer, one of the text."""
    if doubt not in open_doubts:
        raise RuleBroken("draft.no-doubt", "The text holds this doubt no longer. Read the draft again.")


def check_read(open_doubts: int, unbound: Sequence[str]) -> None:
    """Raises `RuleBroken` unless every doubt is settled and the profile binds every clause."""
    if open_doubts:
        doubts = "1 doubt is" if open_doubts == 1 else f"{open_doubts} doubts are"
        raise RuleBroken(
            "publication.doubts",
            f"{doubts} still open. Mend the text there, or say that it is well read.",
        )
    if unbound:
        named = ", ".join(unbound[:NAMED]) + (
            f" and {len(unbound) - NAMED} more" if len(unbound) > NAMED else ""
        )
        raise RuleBroken(
            "publication.unbound",
            f"The profile does not say what carries these clauses out: {named}. Bind them in the profile.",
        )


def check_days(*, adopted_on: date, effective_on: date, today: date, in_force_since: date | None) -> None:
    """Raises `RuleBroken` for a text not adopted yet, or one that would be in force before it could be.

    `in_force_since` is the day of the version in force now: one effective earlier would never be in force.
    """
    if adopted_on > today:
        raise RuleBroken(
            "publication.not-adopted",
            "The text is adopted on a day that has not come. Publish it from that day on, or correct the day.",
            field="effective_on",
        )
    if effective_on < adopted_on:
        raise RuleBroken(
            "publication.before-adoption",
            "It cannot be in force before it was adopted: give that day or a later one.",
            field="effective_on",
        )
    if in_force_since is not None and effective_on < in_force_since:
        raise RuleBroken(
            "publication.before-in-force",
            "The version in force began later than this day, so this one would never be in force: "
            "give that day or a later one.",
            field="effective_on",
        )


def check_same(proposed: str, now: str) -> None:
    """Raises `RuleBroken` where the text is not, to the letter, what was proposed."""
    if proposed != now:
        raise RuleBroken(
            "publication.changed",
            "The text is no longer the one that was proposed. Refuse it, and propose it anew.",
        )


def check_refusal(reason: str) -> None:
    """Raises `RuleBroken` for a refusal that its maker cannot learn from."""
    if not has_meaning(reason):
        raise RuleBroken(
            "publication.unexplained", "Say what must change before it is published.", field="reason"
        )


def check_meeting(*, body: str, held_on: date, link: str, today: date) -> None:
    """Raises `RuleBroken` unless a body met, on a day that has come; its link may be left out."""
    law = "Civil Code 1798.90.55(a)"
    if not body.strip():
        raise RuleBroken("meeting.no-body", "Say which body met.", law, "body")
    if held_on > today:
        raise RuleBroken("meeting.future", "Record the meeting once it was held.", law, "held_on")
    check_link(link)


def check_procedure(*, title: str, section: str, body: str, link: str, number: str) -> None:
    """Raises `RuleBroken` unless a procedure has a title, a section of this policy, and something to read."""
    if not title.strip():
        raise RuleBroken("procedure.no-title", "Give its title.", field="title")
    if section != number and not section.startswith(f"{number}."):
        raise RuleBroken(
            "procedure.section", f"Give the section of policy {number} that it carries out.", field="section"
        )
    if not body.strip() and not link.strip():
        raise RuleBroken("procedure.empty", "Give its text, or a link to it.", field="body")
    check_link(link)


def check_link(link: str) -> None:
    """Raises `RuleBroken` for an address that is no page of the web."""
    if not link:
        return
    try:
        address = urlsplit(link)
        usable = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in link):
        raise RuleBroken(
            "link.not-web",
            "Give the whole address of a page, beginning with https:// or http://.",
            field="link",
        )
