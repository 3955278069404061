"""M6: nobody learns from the answer which names there are. Its time is measured by bench/enumeration.py."""

import re

from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.models import Account
from tests.controls.behind import behind
from tests.must.signing_in import gives_password
from tests.office import PASSWORD, Office
from tests.services.doing import disable


def told(answer: TestResponse) -> tuple[int, int, str]:
    """Status, length and text, without the token of each session and the name that was typed."""
    text = re.sub(
        r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"|value="[a-z-]+\.[a-z0-9]+"', "", answer.text
    )
    return answer.status_code, len(text), text


def test_absent_wrong_locked_closed_and_not_set_up_get_one_answer(office: Office) -> None:
    names = ("open.one", "gone.one", "lock.one", "bare.one")
    members = {name: office.hire("patrol_officer", user_name=name) for name in names}
    disable(office, members["gone.one"])
    with behind(office) as connection:
        bare = Account.__table__.c.id == members["bare.one"].account_id
        connection.execute(update(Account.__table__).where(bare).values(password_hash=""))
    for _ in range(5):
        gives_password(office, members["lock.one"], "something else")

    def answer(name: str, password: str) -> tuple[int, int, str]:
        return told(office.visitor().post("/sign-in", {"user_name": name, "password": password}))

    answers = [
        answer("none.one", PASSWORD),
        answer("open.one", "something else"),
        answer("gone.one", PASSWORD),
        answer("lock.one", PASSWORD),
        answer("bare.one", PASSWORD),
    ]
    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 422
