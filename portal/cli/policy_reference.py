"""The page that says, clause by clause, what carries an agency's policy out: rules, duties, tests and evidence."""

from collections.abc import Iterator, Mapping, Sequence

from portal.agencies.clauses import Binding
from portal.agencies.profile import Profile
from portal.cli.refusals import Refused
from portal.controls import CONTROLS, Control
from portal.controls.looked_at import LOOKED_AT

PAGE = """# {name}, Policy {number}

What carries out each clause of the adopted text. The portal itself prints this page; after a change of the profile, of
a control or of its tests, renew it:

```
flask policy reference {slug} > docs/reference/agencies/{slug}.md
```

*Enforced* is a rule the program keeps, *duty* a task with the record that proves it, *statement* words that bind
nobody to an act. What is marked *not built* is off until its room is there, and shown so. The words are ours; the
clauses are named as the import names them.

{counted}

## Clause by clause

| Clause | Binding | Control | Kind | What it does | Proved by | Evidence |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

## The tests

{tests}
"""

BINDING = {"if_practicable": "if practicable"}


def page(profile: Profile, proofs: Mapping[str, Sequence[str]]) -> str:
    """The page of this profile. Raises `Refused` where it names a control there is not."""
    bound = used(profile)
    return PAGE.format(
        name=profile.agency.name,
        number=profile.policy.number,
        slug=profile.agency.slug,
        counted=counted(profile, bound),
        rows="\n".join(row for binding in profile.clauses for row in rows(binding, proofs)),
        tests="\n\n".join(test_list(control, proofs) for control in bound if control.key in proofs),
    )


def used(profile: Profile) -> list[Control]:
    """The controls the profile binds, in the order of the registry."""
    keys = {key for binding in profile.clauses for key in binding.controls}
    if unknown := sorted(keys - set(CONTROLS)):
        raise Refused(f"There is no control {', '.join(unknown)}. Correct the clauses of the profile.")
    return [control for key, control in CONTROLS.items() if key in keys]


def counted(profile: Profile, bound: Sequence[Control]) -> str:
    """How much there is, and how much of it is built."""
    off = [control for control in bound if control.room]
    kinds = ", ".join(
        f"{sum(control.kind == kind for control in bound)} {word}"
        for kind, word in (("enforced", "enforced"), ("duty", "duties"), ("statement", "statements"))
    )
    return f"{len(profile.clauses)} clauses, {len(bound)} controls: {kinds}; {len(off)} not built."


def rows(binding: Binding, proofs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A row for each control of a clause."""
    for key in binding.controls:
        control, modality = CONTROLS[key], binding.modality_of(key)
        cells = (
            f"`{binding.id}`",
            BINDING.get(modality, modality),
            f"`{key}`",
            f"{control.kind}, not built" if control.room else control.kind,
            control.does,
            proved_by(control, proofs),
            f"None yet: it comes with {control.room}." if control.room else LOOKED_AT[key],
        )
        yield f"| {' | '.join(cells)} |"


def proved_by(control: Control, proofs: Mapping[str, Sequence[str]]) -> str:
    number = len(proofs.get(control.key, ()))
    if not number:
        return "-"
    return f"[{number} {'test' if number == 1 else 'tests'}](#{control.key.replace('.', '')})"


def test_list(control: Control, proofs: Mapping[str, Sequence[str]]) -> str:
    listed = "\n".join(f"- `{test}`" for test in proofs[control.key])
    return f"### {control.key}\n\n{listed}"
