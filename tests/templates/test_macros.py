"""The shared macros: what they promise to every page that calls them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

TEMPLATES = Path(__file__).parents[2] / "portal" / "templates"


class EntryForm(Form):
    plate = StringField("Plate", [InputRequired("Type the plate.")], description="Letters and figures.")
    state = SelectField("State", choices={"CA": "California", "NV": "Nevada"}, default="CA")
    kind = RadioField("Kind", [InputRequired("Choose a kind.")], choices={"s": "Stolen", "f": "Felony"})
    seen_on = DateField("Last seen on")
    narrative = TextAreaField("Narrative", [InputRequired("Say what happened.")])
    document = FileField("Written request")
    checked = BooleanField("I checked the source", [InputRequired("Confirm that you checked.")])


@pytest.fixture
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # by the extension
    environment.globals["csrf_token"] = lambda: "a-token"
    environment.filters["iso"] = lambda moment: moment.isoformat()
    environment.filters["local"] = lambda moment: f"{moment:%d %b %Y, %H:%M} UTC"
    return environment


def rendered(environment: Environment, source: str, **context: object) -> Element:
    """The tree of `source`, which must be well formed by the strict parser."""
    page = environment.from_string('{% import "shared/macros.html" as shared %}' + source).render(context)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse("<!doctype html><title>t</title><main>" + page + "</main>").find("body/main")


def one(tree: Element, path: str) -> Element:
    found = tree.findall(path)
    assert len(found) == 1, f"{len(found)} elements at {path}"
    return found[0]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def failed_form() -> EntryForm:
    form = EntryForm(data={})
    assert not form.validate()
    return form


def rendered_form(environment: Environment) -> Element:
    source = "{{ shared.error_summary(form) }}{% for each in form %}{{ shared.field(each) }}{% endfor %}"
    return rendered(environment, source, form=failed_form())


def ids(tree: Element) -> Iterator[str]:
    return (element.attrib["id"] for element in tree.iter() if "id" in element.attrib)


def test_a_control_names_its_hint_and_its_error(environment: Environment) -> None:
    tree = rendered_form(environment)
    control = one(tree, ".//input[@name='plate']")
    assert control.attrib["aria-describedby"].split() == ["plate-hint", "plate-error"]
    assert control.attrib["aria-invalid"] == "true"
    assert text(one(tree, ".//*[@id='plate-error']")) == "Error: Type the plate."
    assert text(one(tree, ".//*[@id='plate-hint']")) == "Letters and figures."


def test_a_sound_control_claims_no_error(environment: Environment) -> None:
    tree = rendered(environment, "{{ shared.field(form.plate) }}", form=EntryForm())
    control = one(tree, ".//input")
    assert "aria-invalid" not in control.attrib
    assert control.attrib["aria-describedby"] == "plate-hint"


def test_every_control_has_a_label(environment: Environment) -> None:
    tree = rendered_form(environment)
    labelled = {label.attrib["for"] for label in tree.iter("label")}
    controls = [element for name in ("input", "select", "textarea") for element in tree.iter(name)]
    assert len(controls) == 8
    assert {control.attrib["id"] for control in controls} == labelled


def test_choices_stand_in_one_group_under_their_question(environment: Environment) -> None:
    group = one(rendered_form(environment), ".//fieldset")
    assert text(one(group, "legend")) == "Kind *"
    assert len(group.findall(".//input[@type='radio']")) == 2


def test_each_line_of_the_error_summary_leads_to_a_control(environment: Environment) -> None:
    tree = rendered_form(environment)
    summary = one(tree, ".//*[@role='alert']")
    targets = [link.attrib["href"].removeprefix("#") for link in summary.iter("a")]
    assert targets == ["plate", "kind-0", "narrative", "checked"]
    assert set(targets) <= set(ids(tree))


def test_a_clean_form_has_no_error_summary(environment: Environment) -> None:
    assert len(rendered(environment, "{{ shared.error_summary(form) }}", form=EntryForm())) == 0


def test_no_id_occurs_twice(environment: Environment) -> None:
    found = list(ids(rendered_form(environment)))
    assert len(found) == len(set(found))


def test_further_keywords_become_attributes_of_the_control(environment: Environment) -> None:
    source = "{{ shared.field(form.plate, width='small', css='plate-input', autocomplete='off') }}"
    control = one(rendered(environment, source, form=EntryForm()), ".//input")
    assert control.attrib["autocomplete"] == "off"
    assert control.attrib["class"].split() == ["usa-input", "usa-input--small", "plate-input"]


def test_an_act_is_a_post_with_its_token_and_hidden_values(environment: Environment) -> None:
    source = "{{ shared.button('Remove', '/x', 'danger', {'seen': 'abc'}, confirm='Remove it?') }}"
    form = one(rendered(environment, source), "form")
    assert (form.attrib["method"], form.attrib["action"]) == ("post", "/x")
    assert form.attrib["data-confirm"] == "Remove it?"
    assert {each.attrib["name"]: each.attrib["value"] for each in form.iter("input")} == {
        "csrf_token": "a-token",
        "seen": "abc",
    }


def test_a_plate_is_readable_and_escaped(environment: Environment) -> None:
    tree = rendered(environment, "{{ shared.plate(text, 'CA') }}", text="<b>7ABC")
    assert text(tree) == "Plate CA <b>7ABC"


def test_a_picture_without_a_plate_says_so(environment: Environment) -> None:
    assert text(rendered(environment, "{{ shared.plate('') }}")) == "No plate read"


@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_fact_is_said_not_left_blank(environment: Environment, value: str | None) -> None:
    tree = rendered(environment, "{{ shared.definition_list([('Case', value), ('Reads', 0)]) }}", value=value)
    assert [text(each) for each in tree.iter("dd")] == ["Not recorded", "0"]


def test_a_moment_carries_its_machine_form(environment: Environment) -> None:
    moment = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    time = one(rendered(environment, "{{ shared.when(moment) }}", moment=moment), "time")
    assert (time.attrib["datetime"], text(time)) == ("2026-11-22T14:05:00+00:00", "22 Nov 2026, 14:05 UTC")


def test_a_countdown_reads_without_a_script(environment: Environment) -> None:
    moment = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    tree = rendered(environment, "{{ shared.countdown(moment, moment) }}", moment=moment)
    assert text(tree) == "until 22 Nov 2026, 14:05 UTC"
    assert tree[0].attrib["data-until"] == tree[0].attrib["data-now"] == moment.isoformat()


@pytest.mark.parametrize(
    ("section", "shown"), [("466.11", "§ 466.11"), ("Civ. Code 1798.90.51", "Civ. Code 1798.90.51")]
)
def test_a_section_of_the_policy_gets_a_section_sign(
    environment: Environment, section: str, shown: str
) -> None:
    assert text(rendered(environment, "{{ shared.section_ref(section) }}", section=section)) == shown


def test_a_table_has_a_caption_and_scoped_headings(environment: Environment) -> None:
    source = (
        "{% call shared.table('Entries', ['Plate', ('Reads', 'number'), '']) %}"
        '<tr><th scope="row" data-label="Plate">7ABC123</th><td>1</td><td></td></tr>{% endcall %}'
    )
    tree = rendered(environment, source)
    assert text(one(tree, ".//caption")) == "Entries"
    headings = tree.findall(".//thead/tr/th")
    assert [text(each) for each in headings] == ["Plate", "Reads", "Actions"]
    assert {each.attrib["scope"] for each in headings} == {"col"}


def test_a_step_says_its_state_in_words(environment: Environment) -> None:
    source = "<ol>{% call shared.step('Confirm', 'blocked', '466.5(d)') %}<p>After the source.</p>{% endcall %}</ol>"
    assert text(rendered(environment, source)) == "Confirm § 466.5(d) Not yet possible After the source."
    assert "aria-current" not in one(rendered(environment, source), ".//li").attrib
