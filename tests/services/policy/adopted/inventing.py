"""Policies made up by hypothesis: what they mean is known, and they are set in many ways."""

import textwrap
from dataclasses import dataclass, field

from hypothesis import strategies as st

WORDS = (
    *"a ranger keeps the lamp; when rain falls, nobody opens the well-known gate at night".split(),
    "(Town Code § 9951.20.3; Town Code § 9951.20.5)",
    *"and Harbor Desk may call as set out in".split(),
    "(a) or (b)",
    *"of the rule under § 12 for 30 days by hand-held bell".split(),
)
NAMES = ("Keeper of Lockers", "Lamp Warden", "Night Cadet", "Clerk (yard)", "Harbor Desk")
TITLES = (
    "PURPOSE",
    "RULE AND METHODS",
    "LOANS OF LAMPS (LOLs)",
    "WHO MAY OPEN A GATE AT NIGHT WHEN THE BELL HAS CALLED TWICE",
)
FURNITURE = ("Pear Grove Rangers", "Pear Grove Policy Manual", "Orchard Gates")


@dataclass
class Invented:
    """A policy as text, and what it says."""

    text: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)
    clauses: list[tuple[str, str, str]] = field(default_factory=list)
    furniture: tuple[str, ...] = FURNITURE


@dataclass(frozen=True)
class Block:
    """A heading, paragraph or item: its mark, its words, and whether blank lines stand before it."""

    mark: str
    text: str
    parted: bool = True


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Words in any order that begin like a sentence and end like one."""
    start = draw(st.integers(0, len(WORDS) - 1))
    turned = [*WORDS[start:], *WORDS[:start]]
    middle = " ".join(turned[: draw(st.integers(3, len(WORDS)))])
    return f"Members {middle.rstrip(';,')} each time."


@st.composite
def policies(draw: st.DrawFn) -> Invented:
    policy = Invented()
    blocks: list[Block] = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        section, title = f"640.{number}", draw(st.sampled_from(TITLES))
        policy.sections.append((section, title))
        blocks.append(Block("", f"{section} {title}"))
        blocks += draw(contents(section, policy))
    policy.text = draw(settings_of(blocks))
    return policy


@st.composite
def contents(draw: st.DrawFn, section: str, policy: Invented) -> list[Block]:
    """Prose, then lists each led in by prose; a second list of a kind has its own prefix."""
    blocks: list[Block] = []
    lists = {"letter": 0, "bullet": 0}
    kinds = draw(st.lists(st.sampled_from(["prose", "letter", "names", "bullet"]), min_size=1, max_size=4))
    for paragraph, kind in enumerate(kinds, start=1):
        text = draw(sentences()) if kind == "prose" else f"{draw(sentences())[:-1]}:"
        policy.clauses.append((f"{section}(para {paragraph})", "paragraph", text))
        blocks.append(Block("", text))
        if kind != "prose":
            family = "bullet" if kind == "bullet" else "letter"
            lists[family] += 1
            prefix = section if lists[family] == 1 else f"{section}/{lists[family]}"
            blocks += draw(items(kind, prefix, policy))
    return blocks


@st.composite
def items(draw: st.DrawFn, kind: str, prefix: str, policy: Invented) -> list[Block]:
    """Two items or more; numbers under a letter where its text asks for them."""
    blocks: list[Block] = []
    parted = draw(st.booleans())
    dash = draw(st.sampled_from(["", "- "]))
    for place in range(draw(st.integers(2, 5))):
        text = draw(st.sampled_from(NAMES)) if kind == "names" else draw(sentences())
        nested = kind == "letter" and draw(st.booleans())
        text = f"{text[:-1]}:" if nested else text
        label = f"bullet {place + 1}" if kind == "bullet" else "abcde"[place]
        policy.clauses.append((f"{prefix}({label})", "bullet" if kind == "bullet" else "letter", text))
        blocks.append(Block("• " if kind == "bullet" else f"{dash}({label}) ", text, parted or not place))
        for number in range(1, 3 if nested else 1):
            text = draw(sentences())
            policy.clauses.append((f"{prefix}({label})({number})", "number", text))
            blocks.append(Block(f"{dash}{number}. ", text, parted))
    return blocks


@st.composite
def settings_of(draw: st.DrawFn, blocks: list[Block]) -> str:
    """The blocks as lines: wrapped or not, blank lines between them, page breaks before a block or within one."""
    width = draw(st.sampled_from([0, 60, 72, 100]))
    turns = draw(st.sets(st.integers(1, len(blocks) - 1), max_size=3))
    if len(turns) == 1:
        turns = set()  # furniture that stands once is another matter
    lines = ["", "Orchard Gates"]
    for place, block in enumerate(blocks):
        own = textwrap.wrap(block.mark + block.text, width) if width else [block.mark + block.text]
        if place in turns:
            head = [part for line in FURNITURE for part in ("", line)]
            cut = draw(st.sampled_from(places_to_cut(own)))
            own = [*head, "", *own] if not cut else [*own[:cut], *head, "", *own[cut:]]
        lines += ["", *own] if block.parted else own
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def places_to_cut(own: list[str]) -> list[int]:
    """Before the block, or before a line of it that goes on in the middle of a sentence."""
    within = [at for at in range(1, len(own)) if own[at][0].islower() and own[at - 1][-1] not in ".:;)"]
    return [0, *within]
