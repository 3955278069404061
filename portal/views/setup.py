"""Set-up: the questions the adopted text leaves open, and what is missing before the portal goes live."""

from flask import Response, current_app, flash, g, request, url_for

from portal.access import Duty, Permission
from portal.agencies.answers import Kind
from portal.agencies.document import ProfileError
from portal.forms.setup import (
    AnswerForm,
    ChoiceForm,
    LawForm,
    PeriodForm,
    PostsForm,
    TextForm,
    TitlesForm,
    YesNoForm,
)
from portal.forms.title_list import BLANK_ROWS, title_list_form
from portal.rules import RuleBroken
from portal.rules.golive import Where
from portal.services import setup
from portal.services.setup import golive, questions
from portal.services.setup.questions import Asked
from portal.web.render import go_to, render
from portal.web.section import Section, may_use

section = Section("setup", "/setup")

FORMS: dict[Kind, type[AnswerForm]] = {
    "posts": PostsForm,
    "titles": TitlesForm,
    "period": PeriodForm,
    "law": LawForm,
    "choice": ChoiceForm,
    "yes-no": YesNoForm,
    "text": TextForm,
}


WAYS: dict[Where, str] = {
    "questions": "setup.index",
    "posts": "posts.index",
    "meeting": "policy_text.new_meeting",
    "text": "policy_text.index",
    "authority": "retention.new",
}
"""Where the next step of a point of the checklist is taken."""


@section.get("", access=Permission.SETUP_VIEW)
def index() -> Response:
    work = g.work
    return render(
        "setup/index.html",
        overview=questions.overview(work),
        invented=setup.invented(work.session),
        administered=work.profile.duties[Duty.ADMINISTRATOR].answered,
    )


@section.get("/go-live", access=Permission.SETUP_VIEW)
def go_live() -> Response:
    return render("setup/go_live.html", checklist=golive.checklist(g.work), ways=ways())


def ways() -> dict[str, str]:
    """Where each next step is taken, as far as the person at hand may take it."""
    return {where: url_for(endpoint) for where, endpoint in WAYS.items() if is_open(endpoint)}


def is_open(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and may_use(endpoint)


@section.get("/questions/<string:key>", access=Permission.SETUP_VIEW)
def question(key: str) -> Response:
    asked = questions.find(g.work, key)
    form = form_for(asked)
    form.fill(asked)
    return question_page(asked, form)


@section.post("/questions/<string:key>", access=Permission.SETUP_ANSWER, proof=True)
def answer(key: str) -> Response:
    asked = questions.find(g.work, key)
    form = form_for(asked)
    if not form.validate():
        return question_page(asked, form, 422)
    try:
        questions.give(g.work, key, form.answers(asked, g.work.profile), form.basis.data or "")
    except ProfileError as error:
        g.work.session.rollback()
        form.show_problems(error, key)
        return question_page(asked, form, 422)
    except RuleBroken as broken:
        g.work.session.rollback()
        form.show(broken)
        return question_page(asked, form, 422)
    flash("The answer is on record, and in force from now on.", "success")
    return go_to("setup.index")


def form_for(asked: Asked) -> AnswerForm:
    if asked.kind == "title-list":
        form: AnswerForm = title_list_form(rows_wanted(asked))
    else:
        form = FORMS[asked.kind]()
    form.offer(asked, g.work.profile)
    return form


def rows_wanted(asked: Asked) -> int:
    """As many as were sent; else those there are and some blank ones, or as many as the address asks for."""
    sent = sum(1 for name in request.form if name.startswith("name_"))
    return sent or max(len(asked.value) + BLANK_ROWS, request.args.get("rows", 0, type=int))


def question_page(asked: Asked, form: AnswerForm, status: int = 200) -> Response:
    return render("setup/question.html", partial="setup/_form.html", status=status, asked=asked, form=form)
