"""Answering a question of set-up: an input fit for its kind, and what the answer rests on."""

from typing import Any

from wtforms import Field, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.agencies.answers import choices_of, free_key
from portal.agencies.document import ProfileError
from portal.agencies.law import rule_set
from portal.agencies.profile import Profile
from portal.forms.base import PortalForm, line, passage
from portal.services.setup.questions import Asked

LONGEST_PERIOD = 36500


class AnswerForm(PortalForm):
    """What every answer has. `rows` are the fields of the answer itself, side by side where a row has several."""

    basis = passage(
        "What the answer rests on",
        needed=True,
        description="A resolution, an order, a memo, a law: what somebody could look up.",
    )

    def offer(self, asked: Asked, profile: Profile) -> None:
        """Offers the choices there are."""

    def fill(self, asked: Asked) -> None:
        """Shows what the profile says now: its reading, or the answer given before."""

    def rows(self) -> list[list[Field]]:
        return [[field] for field in self if field.name not in ("basis", "csrf_token")]

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        """The answer at its key, and what it names anew at keys of its own."""
        raise NotImplementedError

    def show_problems(self, error: ProfileError, key: str) -> None:
        """Puts what the profile says of the answer at its field; what it says of other keys over the form."""
        field = next(each for row in self.rows() for each in row if not isinstance(each, HiddenField))
        for problem in error.problems:
            place, _, message = problem.partition(": ")
            if place == key or place.startswith(f"{key}."):
                field.errors = [*field.errors, f"{message[:1].upper()}{message[1:]}."]
            else:
                self.form_errors.append(f"This answer does not fit the rest of the profile: {problem}.")


class Checkboxes(SelectMultipleField):
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PostsForm(AnswerForm):
    posts = Checkboxes("Posts the policy knows", description="One or several.")
    new_post = line("Another post", description="The title of a post that the policy does not name.")
    rank = SelectField("Job title its holder has", default="")

    def offer(self, asked: Asked, profile: Profile) -> None:
        self.posts.choices = {post.key: post.title for post in profile.posts}
        self.rank.choices = {"": "Any"} | {title.key: title.name for title in profile.titles}
        if not profile.titles:
            del self.rank

    def fill(self, asked: Asked) -> None:
        self.posts.data = list(asked.value)

    def rows(self) -> list[list[Field]]:
        return [[self.posts], [self.new_post, self.rank] if self.rank else [self.new_post]]

    def validate_posts(self, _: Field) -> None:
        if not self.posts.data and not self.new_post.data:
            raise ValidationError("Choose a post, or name another.")

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        chosen = list(self.posts.data or [])
        title = self.new_post.data
        if not title:
            return {asked.key: chosen}
        known = {post.title.casefold(): post.key for post in profile.posts}
        if title.casefold() in known:
            return {asked.key: list(dict.fromkeys([*chosen, known[title.casefold()]]))}
        key = free_key(title, {post.key for post in profile.posts})
        post = {"title": title, "section": asked.section}
        if self.rank and self.rank.data:
            post["rank"] = self.rank.data
        return {f"posts.{key}": post, asked.key: [*chosen, key]}


class TitlesForm(AnswerForm):
    titles = Checkboxes("Titles", validators=[DataRequired("Choose a title at least.")])

    def offer(self, asked: Asked, profile: Profile) -> None:
        self.titles.choices = {title.key: title.name for title in profile.titles}

    def fill(self, asked: Asked) -> None:
        self.titles.data = list(asked.value)

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: list(self.titles.data or [])}


class PeriodForm(AnswerForm):
    number = IntegerField(
        "How long",
        validators=[
            InputRequired("Give a number."),
            NumberRange(1, LONGEST_PERIOD, message=f"Give a number from 1 to {LONGEST_PERIOD}."),
        ],
    )
    unit = SelectField("Counted in", choices={"years": "Calendar years", "days": "Days"})

    def fill(self, asked: Asked) -> None:
        if asked.value:
            self.unit.data, self.number.data = next(iter(asked.value.items()))

    def rows(self) -> list[list[Field]]:
        return [[self.number, self.unit]]

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: {self.unit.data: self.number.data}}


class LawForm(AnswerForm):
    law = SelectField("Law", default="")
    other = line("Another law", description="As in “Government Code 34090.6”.")
    statutes: tuple[str, ...] = ()

    def offer(self, asked: Asked, profile: Profile) -> None:
        kind = profile.agency.kind
        self.statutes = rule_set().destruction[kind]
        self.law.choices = {"": "Choose"} | {law: f"{law} (for a {kind})" for law in self.statutes}

    def fill(self, asked: Asked) -> None:
        if asked.value:
            (self.law if asked.value in self.statutes else self.other).data = asked.value

    def validate_law(self, _: Field) -> None:
        if bool(self.law.data) == bool(self.other.data):
            raise ValidationError("Choose a law or name another, one of the two.")

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: self.law.data or self.other.data}


class ChoiceForm(AnswerForm):
    choice = RadioField("Answer", validators=[InputRequired("Choose one.")])

    def offer(self, asked: Asked, profile: Profile) -> None:
        words = choices_of(profile, asked.key)
        self.choice.choices = {word: word.replace("-", " ").capitalize() for word in words}

    def fill(self, asked: Asked) -> None:
        self.choice.data = asked.value

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: self.choice.data}


class YesNoForm(AnswerForm):
    choice = RadioField(
        "Answer", choices={"yes": "Yes", "no": "No"}, validators=[InputRequired("Choose one.")]
    )

    def fill(self, asked: Asked) -> None:
        self.choice.data = "yes" if asked.value else "no"

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: self.choice.data == "yes"}


class TextForm(AnswerForm):
    text = line("Answer", needed=True)

    def validate_text(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Fill this in.")

    def fill(self, asked: Asked) -> None:
        self.text.data = asked.value

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        return {asked.key: self.text.data}
