"""`flask policy simulate`: what a set of law that is not in force would change on the data at hand."""

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.agencies.law import RuleSet, rule_sets
from portal.cli.refusals import Refused, in_one_sentence
from portal.services.policy.simulation import Measured
from portal.services.policy.simulation import simulate as measure
from portal.web.system_work import open_work, system_actor


@click.command()
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
@with_appcontext
@in_one_sentence()
def simulate(key: str | None, *, as_json: bool) -> None:
    """What each simulation, or the one of this KEY, would change. Counts only, and changes nothing."""
    chosen = simulations(key)
    with open_work(current_app, system_actor("policy simulate")) as work:
        work.session.info["read_only"] = True
        found = [(rule_set, measure(work, rule_set)) for rule_set in chosen]
    if as_json:
        click.echo(json.dumps([facts(rule_set, measured) for rule_set, measured in found], indent=1))
    else:
        click.echo("\n\n".join(as_text(rule_set, measured) for rule_set, measured in found))


def simulations(key: str | None) -> list[RuleSet]:
    """Raises `Refused` for a key there is no set of."""
    known = rule_sets()
    if key is None:
        return [each for each in known if each.in_force_since is None]
    chosen = [each for each in known if each.key == key]
    if not chosen:
        raise Refused(f"There is no set “{key}”. The sets are: {', '.join(each.key for each in known)}.")
    return chosen


def facts(rule_set: RuleSet, measured: list[Measured]) -> dict[str, Any]:
    return {
        "key": rule_set.key,
        "title": rule_set.title,
        "status": rule_set.status,
        "measures": [
            {
                "key": each.measure.key,
                "asks": each.measure.asks,
                "counts": each.measure.counts,
                "count": each.count,
                "total": each.total,
                "sentence": each.sentence,
                "policy": list(each.policy),
            }
            for each in measured
        ],
    }


def as_text(rule_set: RuleSet, measured: list[Measured]) -> str:
    lines = [f"{rule_set.key}: {rule_set.title}", f"  {rule_set.status}"]
    for each in measured:
        lines += [f"  {each.measure.asks}", f"    {each.sentence}", *(f"    {line}" for line in each.policy)]
    if not measured:
        lines.append("  Nothing in it can be counted.")
    return "\n".join(lines)
