"""May this be somebody's password? Length and lists alone, no rules of composition, and each no says why.

CJIS Security Policy IA-5(1)(a) and NIST SP 800-63B: long ones, spaces and every script allowed, nothing cut off, and
none that others try first.
"""

import itertools
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

LEAST = 8
"""CJIS Security Policy IA-5(1)(a): no password is shorter, whatever the setting."""
LONGEST = 256
"""Our choice, twice what must be taken: room for every passphrase, none for whoever wants the server to hash a book."""
MOST_MARKS = 4
"""Code points that one letter with its accents may take before they are put together."""
PRODUCT = "platebook"
SHORTEST_WORD = 3
"""A name of two letters says nothing about a password it happens to occur in."""
SHORTEST_STEM = 4
"""A listed word shorter than this, with other things around it, is no variant of it."""
OWN_PART = 5
"""Our choice: a password with fewer letters than this beside a word of its owner's surroundings is that word."""
ROWS = ("qwertyuiopasdfghjklzxcvbnm" * 2, "1234567890" * 3)
"""The keyboard, row by row."""
LOOKALIKES = str.maketrans("0134578@$!|+", "oieastbasiit")
"""Signs people write for letters: `p@55w0rd` is `password`."""


@dataclass(frozen=True)
class PasswordPolicy:
    """What the settings say about passwords."""

    function: str = "argon2id"
    """`argon2id` or `pbkdf2`: how they are kept."""
    length: int = 15
    days: int = 365
    """After how many days one must be changed; 0 for never."""
    own_list: Path | None = None
    """The agency's own file of passwords nobody may use."""


@dataclass(frozen=True)
class Banned:
    """Passwords nobody may use, as `essences` writes them: those people commonly use, and the agency's own list."""

    common: Collection[str] = frozenset()
    own: Collection[str] = frozenset()


@dataclass(frozen=True)
class Owner:
    """Words somebody who knows the person would try first."""

    user_name: str = ""
    full_name: str = ""
    agency: str = ""
    employee_number: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Each such word, squeezed, and what it is."""
        found = {PRODUCT: "the name of this system"}
        for text, what in (
            (self.agency, "the name of the agency"),
            (self.full_name, "your name"),
            (self.user_name, "your user name"),
            (self.employee_number, "your employee number"),
        ):
            found |= {word: what for word in (squeezed(part) for part in parts(text)) if is_word(word)}
        return found


@dataclass(frozen=True)
class Rules:
    """All that one person's password is held to."""

    length: int
    banned: Banned = field(default_factory=Banned)
    owner: Owner = field(default_factory=Owner)


def refusal(password: str, rules: Rules) -> str | None:
    """Why this may not be the password, in a sentence that says what to do; None where it may."""
    least = max(LEAST, rules.length)
    if len(password) > LONGEST * MOST_MARKS:  # to compose a long run of accents takes quadratic time
        return f"It has {len(password)} characters. Take {LONGEST} at most."
    normal = unicodedata.normalize("NFC", password)
    if len(normal) < least:
        return (
            f"It has {len(normal)} characters and needs {least}. Four or five words are easy to keep in mind."
        )
    if len(normal) > LONGEST:
        return f"It has {len(normal)} characters. Take {LONGEST} at most."
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in normal):
        return "It holds a character that is no letter, digit, sign or space, such as a tab. Type it without."
    return guessed_first(normal, rules.banned, rules.owner)


def guessed_first(password: str, banned: Banned, owner: Owner) -> str | None:
    """Why others would try this password first; None where they would not."""
    forms = essences(password)
    if forms & set(banned.own):
        return "It is on the agency's own list of passwords nobody may use, or close to one that is. Choose another."
    if forms & set(banned.common):
        return "It is one of the passwords most people use, or close to one. Others try these first. Choose another."
    if is_monotonous(squeezed(password)):
        return (
            "It is a few characters over and over, or in their order. Others try these first. Choose another."
        )
    return of_the_owner(password, banned, owner)


def of_the_owner(password: str, banned: Banned, owner: Owner) -> str | None:
    """Why it is essentially a word of its owner's surroundings; None where it holds enough beside them."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    for reading in ({}, LOOKALIKES):
        rest, met = squeezed(folded.translate(reading)), ""
        for word, what in sorted(owner.words.items(), key=lambda each: -len(each[0])):
            form = word.translate(reading)
            if form in rest:
                rest, met = rest.replace(form, ""), met or what
        stem = rest.strip("0123456789")
        if met and (len(stem) < OWN_PART or stem in banned.common or is_monotonous(stem)):
            return f"It is little more than {met}, which others would try. Add words that have nothing to do with it."
    return None


def parts(text: str) -> Iterable[str]:
    """The words of a name, and the name as a whole."""
    spaced = "".join(char if char.isalnum() else " " for char in text)
    return [*spaced.split(), text]


def is_word(word: str) -> bool:
    return len(word) >= SHORTEST_WORD


def squeezed(text: str) -> str:
    """Letters and digits alone, in one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def essences(text: str) -> set[str]:
    """The forms in which a list may know this password: as it stands, and without what people add to pass a rule."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain, read = squeezed(text), squeezed(folded.translate(LOOKALIKES))
    stems = {plain.strip("0123456789"), squeezed(folded.strip("0123456789!?.$#*").translate(LOOKALIKES))}
    cores = {once(form) for form in (plain, read, *stems)}
    return {folded, plain, read} - {""} | {form for form in stems | cores if len(form) >= SHORTEST_STEM}


def once(text: str) -> str:
    """What a text repeats, the last time perhaps cut short: `monkeymonkeymon` is `monkey`. Itself if it does not."""
    for length in range(1, len(text) * 2 // 3 + 1):
        if (text[:length] * (len(text) // length + 1)).startswith(text):
            return text[:length]
    return text


def is_monotonous(text: str) -> bool:
    """Whether it is a few characters over and over, or a row of neighbours in the alphabet or on the keyboard."""
    if len(text) < SHORTEST_STEM:
        return False
    if len(once(text)) <= SHORTEST_STEM or any(once(text) in row for row in ROWS):
        return True
    steps = {ord(later) - ord(earlier) for earlier, later in itertools.pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 1}


def is_too_old(set_at: datetime | None, now: datetime, days: int) -> bool:
    """Whether a password must be changed for its age (CJIS Security Policy IA-5 f: yearly). 0 days: never."""
    return bool(days) and (set_at is None or now - set_at >= timedelta(days=days))
