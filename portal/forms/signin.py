"""Signing in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from portal.forms.base import PortalForm, without_control_characters


class PasswordForm(PortalForm):
    user_name = StringField(
        "User name", filters=[without_control_characters], validators=[InputRequired("Give your user name.")]
    )
    password = PasswordField("Password", validators=[InputRequired("Give your password.")])


class CodeForm(PortalForm):
    code = StringField("Code", validators=[InputRequired("Give the six digits your authenticator shows.")])
