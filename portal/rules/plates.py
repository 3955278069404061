"""What a plate is as text: how it is tidied, what it may be confused with, which patterns may be searched."""

import re
from itertools import combinations, product

from portal.rules.errors import RuleBroken

LOOKALIKES = ("0OQD", "1I", "8B", "5S", "2Z")
"""Characters that readers, people and dies confuse (DESIGN section 6)."""
CONFUSED = {char: group.replace(char, "") for group in LOOKALIKES for char in group}
MOST_CONFUSED = 2
"""How many characters of one plate may be mistaken at once: more would match half the plates there are."""
KNOWN_CHARACTERS = 3
"""A partial plate needs this many known characters at least (DESIGN section 4)."""
LONGEST = 10

NOT_PLATE = re.compile(r"[^A-Z0-9]")
NOT_PATTERN = re.compile(r"[^A-Z0-9?*]")


def tidy(typed: str) -> str:
    """A plate as it is kept: upper case, letters and digits only."""
    return NOT_PLATE.sub("", typed.upper())


def tidy_pattern(typed: str) -> str:
    """A searched plate: as `tidy`, with `?` for one unknown character and `*` for any number."""
    return NOT_PATTERN.sub("", typed.upper())


def is_partial(pattern: str) -> bool:
    return "?" in pattern or "*" in pattern


def check_plate(plate: str) -> None:
    """Raises `RuleBroken` for what cannot be a whole plate."""
    if not 2 <= len(plate) <= LONGEST:
        raise RuleBroken("plate.length", f"A plate has 2 to {LONGEST} letters and digits.", field="plate")


def check_pattern(pattern: str) -> None:
    """Raises `RuleBroken` for a pattern that would match nearly everything."""
    if is_partial(pattern) and len(pattern.replace("?", "").replace("*", "")) < KNOWN_CHARACTERS:
        raise RuleBroken(
            "plate.too-little-known",
            f"Give at least {KNOWN_CHARACTERS} known characters of a partial plate.",
            field="plate",
        )
    if not is_partial(pattern):
        check_plate(pattern)
    elif len(pattern) > 2 * LONGEST:
        raise RuleBroken("plate.length", f"A plate has at most {LONGEST} letters and digits.", field="plate")


def variants(plate: str) -> list[str]:
    """The plate itself first, then every text that differs from it only by confusable characters, two at most."""
    places = [index for index, char in enumerate(plate) if char in CONFUSED]
    found = [plate]
    for count in range(1, MOST_CONFUSED + 1):
        for chosen in combinations(places, count):
            for swap in product(*(CONFUSED[plate[index]] for index in chosen)):
                text = list(plate)
                for index, char in zip(chosen, swap, strict=True):
                    text[index] = char
                found.append("".join(text))
    return found
