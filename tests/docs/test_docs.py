"""The documentation keeps to what is there: links lead somewhere, commands exist, decisions are complete."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask.cli import FlaskGroup, ScriptInfo

from portal import create_app
from portal.config import Settings

ROOT = Path(__file__).parent.parent.parent
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TEACHING = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
"""The pages whose commands people type."""

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
COMMAND = re.compile(r"\bflask((?: [a-z][a-z-]*)+)((?: (?:PATH\.\.\.|[A-Z]+|--[a-z-]+))*)")
OPTION = re.compile(r"--[a-z-]+")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its code, where brackets mean something else."""
    return CODE.sub("", FENCE.sub("", text_of(page)))


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    titles = (CODE.sub(lambda code: code[0].strip("`"), title) for title in HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def internal_links(page: Path) -> list[str]:
    return [link for link in LINK.findall(prose(page)) if not re.match(r"[a-z]+:", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.fixture(scope="module")
def flask_command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[click.Context]:
    """The command `flask` as a person finds it; no instance is needed to ask what it can do."""
    app = create_app(Settings(instance=tmp_path_factory.mktemp("nowhere")))
    script = ScriptInfo(create_app=lambda: app)
    with click.Context(FlaskGroup(), info_name="flask", obj=script) as context:
        yield context  # closed afterwards: asking for a command leaves the application's context open until then


def command_named(context: click.Context, words: list[str]) -> click.Command:
    """The command these words name, arguments left aside. Raises `KeyError` for an unknown one."""
    found = context.command
    for word in words:
        if not isinstance(found, click.Group):
            return found
        inner = found.get_command(context, word)
        if inner is None:
            raise KeyError(word)
        found = inner
    return found


def options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def commands_in(page: Path) -> Iterator[tuple[list[str], str]]:
    """Every `flask ...` of the page: its words, and the options right behind them."""
    for words, options in COMMAND.findall(text_of(page)):
        yield words.split(), options


def rows_of_commands() -> list[tuple[str, str]]:
    """(command, what the table says it does) from the README's table."""
    return re.findall(r"^\| `flask ([^`]+)` \| (.+) \|$", text_of(ROOT / "README.md"), re.MULTILINE)


def leaves(context: click.Context, group: click.Group, path: str = "") -> Iterator[str]:
    """Every command below a group, by the words one types."""
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            yield from leaves(context, command, f"{path}{word} ")
        else:
            yield f"{path}{word}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_internal_link_leads_somewhere(page: Path) -> None:
    assert [link for link in internal_links(page) if not leads_somewhere(page, link)] == []


def test_the_readme_shows_the_work_list_and_a_hit() -> None:
    shown = {link for link in internal_links(ROOT / "README.md") if link.endswith(".png")}
    assert shown == {"docs/images/work-list.png", "docs/images/hit.png"}


@pytest.mark.parametrize("page", TEACHING, ids=name)
def test_every_command_named_exists_with_its_options(page: Path, flask_command: click.Context) -> None:
    unknown = []
    for words, options in commands_in(page):
        try:
            known = options_of(command_named(flask_command, words))
        except KeyError:
            unknown.append(" ".join(words))
            continue
        unknown += [
            f"{' '.join(words)} {option}" for option in OPTION.findall(options) if option not in known
        ]
    assert unknown == []


def test_each_option_of_the_table_belongs_to_its_command(flask_command: click.Context) -> None:
    wrong = []
    for typed, told in rows_of_commands():
        known = options_of(command_named(flask_command, [word for word in typed.split() if word.islower()]))
        wrong += [f"{typed}: {option}" for option in OPTION.findall(told) if option not in known]
    assert rows_of_commands()
    assert wrong == []


def test_every_command_of_ours_is_in_the_readmes_table(flask_command: click.Context) -> None:
    named = {" ".join(word for word in typed.split() if word.islower()) for typed, _ in rows_of_commands()}
    group = flask_command.command
    assert isinstance(group, click.Group)
    theirs = {"db", "limiter", "run", "shell", "routes"}  # come with Flask and its extensions
    ours = {command for command in leaves(flask_command, group) if command.split()[0] not in theirs}
    assert "ledger verify" in ours
    assert ours - named == set()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_status_date_and_its_three_parts(page: Path) -> None:
    text = text_of(page)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert re.search(r"^Status: (Accepted|Superseded by \d{4})$", text, re.MULTILINE)
    assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert text.startswith(f"# {page.stem[:4]}. ")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.stem[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


def test_the_changelog_puts_security_and_policy_first() -> None:
    unreleased = text_of(ROOT / "CHANGELOG.md").split("## [Unreleased]")[1].split("\n## ")[0]
    assert re.findall(r"^### (.+)$", unreleased, re.MULTILINE)[:2] == ["Security", "Policy"]
