"""The data files as a page for people: which series are known, how sure that is, and how much each weighs."""

from collections.abc import Iterator

from recognition.syntax.series import Series
from recognition.syntax.states import Book, State

HOME = "us-ca"

OPENING = """\
# Plate syntax

How the states letter their plates, as recognition knows it. The lettering ranks what was seen; it never overwrites it.
This page is made from the data files in `recognition/syntax/` and is not edited by hand:

```sh
python -m recognition.syntax > docs/reference/plate-syntax.md
```

## How to read it

A pattern has one sign a place: `9` a digit, `N` a digit but 0, `A` a letter, `B` a letter but I, O and Q,
`C` a consonant but Q, `L` a letter of which we do not know whether I, O and Q are used, `X` a letter or a digit,
`[..]` one of these, `{2,5}` the place before two to five times. *Without* names what the series has at no place.

*Share* is the part of the series among the numbered plates of its state. All shares are estimates of ours, and so is
how often a state is met in California. Sources are named below each state's table; a doubtful series says so.
"""


def page(data: Book) -> str:
    """The whole page, as Markdown."""
    others = [state for region, state in data.states.items() if region != HOME]
    parts = [
        OPENING,
        "\n".join(_states(data)),
        "\n".join(_table(data.states[HOME].name, data.states[HOME].series, data)),
        "\n".join(_table("In every state", data.everywhere, data)),
        *("\n".join(_table(state.name, state.series, data)) for state in others),
    ]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _states(data: Book) -> Iterator[str]:
    yield "## The states"
    yield ""
    yield (
        f"What a state weighs is mixed from two columns: {data.national:.0%} of it is its share of the vehicles of\n"
        "the country, the rest how often it is met in California."
        f" {data.unlisted:.0%} of all plates are of no state here."
    )
    yield "*Chosen* is the part of the state's plates whose owner chose the text, at most so many characters long."
    yield ""
    yield "| State | Of the country | Met in California | Weighs | Chosen | Longest |"
    yield "| --- | --: | --: | --: | --: | --: |"
    yield from map(_row, data.states.values())


def _row(state: State) -> str:
    return (
        f"| {state.name} | {state.national:.2%} | {state.at_home:.2%} | {state.weight:.2%} | {state.vanity:.1%}"
        f" | {state.vanity_longest} |"
    )


def _table(title: str, listed: tuple[Series, ...], data: Book) -> Iterator[str]:
    whole = sum(series.weight for series in listed)
    yield f"## {title}"
    yield ""
    yield "| Kind | Pattern | Without | Share | Source | Note |"
    yield "| --- | --- | --- | --: | --- | --- |"
    for series in listed:
        yield (
            f"| {series.kind} | `{series.notation}` | {series.without} | {series.weight / whole:.1%}"
            f" | {series.source} | {series.note} |"
        )
    yield ""
    for source in dict.fromkeys(series.source for series in listed):
        yield f"- {source}: {data.sources[source]}."
