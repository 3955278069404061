"""Signing in."""

from collections.abc import Mapping

from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.forms.base import PortalForm, line, without_control_characters

# Putting a long run of accents into one form takes quadratic time, so nothing long gets that far.
NAME = Length(max=200, message="That is too long to be a user name.")
PASSWORD = Length(max=1024, message="That is too long to be a password.")
CODE = Length(max=100, message="That is too long to be a code.")


class PasswordForm(PortalForm):
    user_name = StringField(
        "User name",
        filters=[without_control_characters],
        validators=[InputRequired("Give your user name."), NAME],
    )
    password = PasswordField("Password", validators=[InputRequired("Give your password."), PASSWORD])


class CodeForm(PortalForm):
    code = StringField(
        "Code", validators=[InputRequired("Give the six digits your authenticator shows."), CODE]
    )


class UnlockForm(PortalForm):
    password = PasswordField("Password", validators=[InputRequired("Give your password."), PASSWORD])
    code = StringField(
        "Code", validators=[InputRequired("Give the six digits your authenticator shows."), CODE]
    )


class KeyForm(PortalForm):
    name = line("Name of the key", needed=True)
    attestation = HiddenField("Answer of the key")


class RecoveryForm(PortalForm):
    code = StringField("Recovery code", validators=[InputRequired("Type one of your recovery codes."), CODE])


class EnrolmentForm(PortalForm):
    code = StringField("Code", validators=[InputRequired("Type the code of your slip."), CODE])


class NewPasswordForm(PortalForm):
    """A new password, typed twice. Nothing is taken off it: spaces count."""

    new = PasswordField("New password", validators=[InputRequired("Choose a password."), PASSWORD])
    again = PasswordField(
        "The same once more",
        validators=[
            InputRequired("Type it once more."),
            PASSWORD,
            EqualTo("new", "The two are not the same. Type both once more."),
        ],
    )


class CurrentPasswordForm(PortalForm):
    current = PasswordField(
        "Your password now", validators=[InputRequired("Give the password you have now."), PASSWORD]
    )


class ChangePasswordForm(NewPasswordForm, CurrentPasswordForm):
    pass


class ChangeAuthenticatorForm(CodeForm, CurrentPasswordForm):
    pass


class LinkForm(PortalForm):
    """What a one-time code is to be for."""

    purpose = RadioField("What it is for", validators=[InputRequired("Choose what the code is for.")])

    def offer(self, purposes: Mapping[str, str]) -> None:
        self.purpose.choices = list(purposes.items())
        if len(purposes) == 1:
            self.purpose.data = next(iter(purposes))
