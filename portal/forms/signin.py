"""Signing in."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

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
