"""Is a reason a reason? Refuses what in real logs stood for nothing: blanks, one generic word, keyboard runs.

It cannot tell a lie from the truth (that is for audits and detectors); it makes the empty reason impossible.
"""

import re
import unicodedata

from portal.rules.errors import RuleBroken

GENERIC = frozenset(
    """
    a access active admin administrative alpr an and any as asked at auto because business car case cases check checked
    checking contact crime criminal detail details do duty enforcement etc for follow followup general get hit i in info
    information inquiry intel inv invest investigate investigation investigating investigations investigative is it
    job just know law lawful le legit legitimate leo license lookup look looking lpr me misc my na need needed nil no
    none not note of official on ongoing only open or other our per pending personal plate plates please pd police
    policy proactive purpose purposes query random read reason reasons reference related report request research
    review routine run running said same search searched searching see self so someone something stop stuff subject
    suspicious test testing that the thing things this to traffic tst unknown unk up us use various vehicle vehicles
    verify want we whatever why work working xx xxx yes
    """.split()
)
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1234567890", "azertyuiop")
MEANINGFUL_WORDS = 2
SHORTEST_WORD = 3
SHORTEST = 10
RUN = 3
"""So many keys in a row, or letters of the alphabet, are no word."""
SENSITIVE = re.compile(
    r"\b\d{3}[- ]\d{2}[- ]\d{4}\b|\b(?:d\.?o\.?b|ssn|date of birth|social security number|born on)\b",
    re.IGNORECASE,
)
NO_CASE = re.compile(
    r"^\s*(?:none|n/?a|no case)\b[\s:,;.\-\u2013\u2014]*(?P<reason>.*)$", re.IGNORECASE | re.DOTALL
)
WORD = re.compile(r"[^\W_]+")
CASE_NUMBER = re.compile(r"^[\w][\w\-/. ]*$")


def words_of(text: str) -> list[str]:
    """The words of a text as a reader sees them: no invisible characters, no accents, lower case."""
    visible = "".join(
        char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char)[0] not in "CM"
    )
    return WORD.findall(visible.lower())


def is_typed_at_random(word: str) -> bool:
    """A key held down, a run along the keyboard, or letters without a vowel."""
    if len(set(word)) <= 2 and len(word) > 2:
        return True
    if len(word) >= RUN and any(word in run or word in run[::-1] for run in KEYBOARD):
        return True
    return word.isalpha() and len(word) > 4 and not set(word) & set("aeiouy")


def telling_words(text: str, besides: str = "") -> set[str]:
    """The words that are neither generic, nor noise, nor the plate or a part of it."""
    return {
        word
        for word in words_of(text)
        if len(word) >= SHORTEST_WORD
        and word not in GENERIC
        and not is_typed_at_random(word)
        and word not in besides.lower()
    }


def has_meaning(text: str, *, besides: str = "") -> bool:
    """Whether the text says something of its own: two telling words, and not too short in all."""
    long_enough = sum(map(len, words_of(text))) >= SHORTEST
    return long_enough and len(telling_words(text, besides)) >= MEANINGFUL_WORDS


def check_short_reason(text: str, *, plate: str = "", section: str = "") -> None:
    """Raises `RuleBroken` unless the few words for the dispatcher's screen say at least one thing, as “stolen” does."""
    if not telling_words(text, plate):
        raise RuleBroken(
            "reason.says-nothing", "Say in a few words why this plate is looked for.", section, "reason"
        )
    check_private(text, section, "reason")


def check_narrative(text: str, *, plate: str = "", section: str = "") -> None:
    """Raises `RuleBroken` unless the narrative says in words of its own why this plate."""
    if not has_meaning(text, besides=plate):
        raise RuleBroken(
            "reason.says-nothing",
            "Say in your own words what happened and how this plate belongs to it. A single word such as "
            "“investigation” is not enough.",
            section,
            "narrative",
        )
    check_private(text, section, "narrative")


def check_private(text: str, section: str, field: str) -> None:
    """Raises `RuleBroken` for what no reason needs and no record should keep."""
    if SENSITIVE.search(text):
        raise RuleBroken(
            "reason.personal-data",
            "Leave out social security numbers and dates of birth: this text is kept for years and may be released.",
            section,
            field,
        )


def split_case_number(typed: str, reason: str = "") -> tuple[str, str]:
    """(case number, why there is none). "none" may carry its reason behind it: "none: patrol stop, no report yet"."""
    match = NO_CASE.match(typed)
    if match:
        return "none", (reason or match["reason"]).strip()
    return typed.strip(), ""


def check_case_number(number: str, no_case_reason: str, *, required: bool, section: str) -> None:
    """Raises `RuleBroken` for a missing case number, for "none" without its reason, or "none" where none is allowed."""
    if number == "none":
        if required:
            raise RuleBroken(
                "case.required",
                "This agency's policy asks for a specific case number.",
                section,
                "case_number",
            )
        if not has_meaning(no_case_reason):
            raise RuleBroken(
                "case.none-unexplained", "Say why there is no case number.", section, "no_case_reason"
            )
    elif not CASE_NUMBER.match(number) or not any(char.isdigit() for char in number):
        wanted = "Give the case number." if required else "Give the case number, or “none” and the reason."
        raise RuleBroken("case.missing", wanted, section, "case_number")
