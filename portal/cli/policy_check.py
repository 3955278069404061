"""`flask policy check`: each clause of the policy held to what the instance's own data shows."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.operator import operated
from portal.cli.refusals import in_one_sentence
from portal.controls import conformance
from portal.controls.conformance import Clause, Judged, Look
from portal.controls.telling import as_json, counts
from portal.services.policy.completeness import Found
from portal.web.system_work import open_work, reading_apart, system_actor

FAILS = 1
COLOURS = {
    "pass": "green",
    "covered": "green",
    "fail": "red",
    "missing": "red",
    "unanswered": "yellow",
    "thin": "yellow",
    "off": None,
    "excepted": "blue",
}
WIDEST = 120


@click.command("check")
@click.option("--json", "as_json_text", is_flag=True, help="Tell the result as JSON.")
@with_appcontext
@in_one_sentence()
def check(*, as_json_text: bool) -> None:
    """Judge each clause of the policy by the controls that carry it out: exit code 0 when none fails, 1 when one does.

    It reads this instance's data and changes nothing; the nightly job `check-policy` keeps what it finds. Judged is the
    text in force, else the newest draft, else the clauses the profile binds.
    """
    with (
        open_work(current_app, system_actor("policy check")) as work,
        reading_apart(current_app, operated(work)) as reading,
    ):
        judged = conformance.check(reading)
    click.echo(json.dumps(as_json(judged), indent=1) if as_json_text else "\n".join(lines(judged)))
    sys.exit(0 if judged.passes else FAILS)


def lines(judged: Judged) -> Iterator[str]:
    width = min(shutil.get_terminal_size().columns, WIDEST)
    yield judged.text
    yield from ("", "Clauses")
    wide = max((len(clause.id) for clause in judged.clauses), default=0)
    for clause in judged.clauses:
        yield from clause_lines(clause, judged, wide, width)
    yield from (f"Not in this text, though bound: {clause}" for clause in judged.absent)
    yield from ("", "What the law asks a policy to say")
    for found in judged.completeness:
        yield from element_lines(found, width)
    yield from ("", textwrap.fill(summary(judged), width))


def clause_lines(clause: Clause, judged: Judged, wide: int, width: int) -> Iterator[str]:
    """The clause and what carries it out; each of several controls with its own status and evidence."""
    indent = " " * (wide + 16)
    if not clause.controls:
        yield f"  {clause.id:{wide}}  {word(clause.status)}  {clause.evidence}"
    for number, key in enumerate(clause.controls):
        look = judged.looks[key]
        status = "excepted" if key in clause.excepted else look.evidence.status
        yield f"  {'' if number else clause.id:{wide}}  {word(status)}  {key}"
        evidence = look.evidence.text
        if key in clause.excepted:
            evidence = f"{evidence} Excepted until {clause.excepted[key]}."
        yield textwrap.fill(evidence, width, initial_indent=indent, subsequent_indent=indent)
        yield from offenders(look, indent, width)


def offenders(look: Look, indent: str, width: int) -> Iterator[str]:
    """The ids of the first records that break the rule: whoever sits at the command line may look them up."""
    found = look.evidence
    if found.offenders:
        told = f"First of {found.count}: {', '.join(found.offenders)}"
        yield textwrap.fill(told, width, initial_indent=indent, subsequent_indent=indent)


def element_lines(found: Found, width: int) -> Iterator[str]:
    yield f"  {word(found.status)}  {found.element.title} ({found.element.law})"
    since = f"Since {found.answered_on}." if found.answered_on else ""
    told = " ".join(filter(None, (f"{', '.join(found.clauses) or 'No clause'}.", found.note, since)))
    yield textwrap.fill(told, width, initial_indent=" " * 14, subsequent_indent=" " * 14)


def word(status: str) -> str:
    """The status, in its colour on a terminal, in a column of its own."""
    return click.style(f"{status:10}", fg=COLOURS[status])


def summary(judged: Judged) -> str:
    if not judged.clauses:
        return "There is no clause to judge: the profile binds none. Add its [[clauses]], then check again."
    found = counts(judged)
    elements = found["elements"]
    return (
        f"{found['clauses']} clauses: {found['pass']} pass ({found['excepted']} by exception), {found['fail']} fail, "
        f"{found['unanswered']} left open by the policy, {found['off']} not carried out yet. "
        f"The law's {sum(elements.values())} elements: {elements['covered']} covered, {elements['thin']} thin, "
        f"{elements['missing']} missing."
    )
