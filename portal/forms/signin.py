"""Signing in."""

from collections.abc import Mapping

from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import EqualTo, InputRequired

from portal.forms.base import PortalForm, line, without_control_characters


class PasswordForm(PortalForm):
    user_name = StringField(
        "User name", filters=[without_control_characters], validators=[InputRequired("Give your user name.")]
    )
    password = PasswordField("Password", validators=[InputRequired("Give your password.")])


class CodeForm(PortalForm):
    code = StringField("Code", validators=[InputRequired("Give the six digits your authenticator shows.")])


class UnlockForm(PortalForm):
    password = PasswordField("Password", validators=[InputRequired("Give your password.")])
    code = StringField("Code", validators=[InputRequired("Give the six digits your authenticator shows.")])


class KeyForm(PortalForm):
    name = line("Name of the key", needed=True)
    attestation = HiddenField("Answer of the key")


class RecoveryForm(PortalForm):
    code = StringField("Recovery code", validators=[InputRequired("Type one of your recovery codes.")])


class EnrolmentForm(PortalForm):
    code = StringField("Code", validators=[InputRequired("Type the code of your slip.")])


class NewPasswordForm(PortalForm):
    """A new password, typed twice. Nothing is taken off it: spaces count."""

    new = PasswordField("New password", validators=[InputRequired("Choose a password.")])
    again = PasswordField(
        "The same once more",
        validators=[
            InputRequired("Type it once more."),
            EqualTo("new", "The two are not the same. Type both once more."),
        ],
    )


class CurrentPasswordForm(PortalForm):
    current = PasswordField(
        "Your password now", validators=[InputRequired("Give the password you have now.")]
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
