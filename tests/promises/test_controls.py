"""What the registry of controls promises: a proof for every rule, plain words, and no secret in any evidence."""

import re
from pathlib import Path

import pytest

from portal.cli.proofs import MARK, marked, proofs
from portal.controls import CONTROLS
from portal.controls.control import Evidence
from portal.web.system_work import open_work, system_actor
from tests.promises.furnished import SECRETS, Furnished
from tests.promises.routes import ROOT

PROOFS = proofs(ROOT / "tests")
BUILT = sorted(key for key, control in CONTROLS.items() if control.kind == "enforced" and not control.room)
SENTENCES = re.compile(r"([A-Z][^.!?]+[.])( [A-Z][^.!?]+[.])*")
"""One sentence or more: each begins with a capital and ends with a full stop."""
ID = re.compile(r"\b[0-9a-f]{32,}\b")


@pytest.mark.parametrize("key", BUILT)
def test_every_enforced_rule_has_a_test_that_proves_it(key: str) -> None:
    """The check's own test is no proof: it shows that an offence is found, not that it is prevented."""
    proof = [name for name in PROOFS.get(key, []) if not name.startswith("tests/controls/")]

    assert proof != []


def test_every_mark_names_a_control_there_is() -> None:
    assert {key: names for key, names in PROOFS.items() if key not in CONTROLS} == {}


def test_no_mark_is_overlooked() -> None:
    """Every mark stands on a test; written in another way it would prove nothing."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        written = len(re.findall(rf"^ *@{re.escape(MARK)}\b", text, re.MULTILINE))
        assert written == len({name for name, _ in marked(path, ROOT)}), path


def test_a_mark_without_a_key_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    for mark in ("", "key", '"a.b", reason="x"'):
        file.write_text(f"@{MARK}({mark})\ndef test_it(): ...\n", encoding="utf-8")
        with pytest.raises(ValueError, match="line 1"):
            list(marked(file, tmp_path))


@pytest.mark.parametrize("key", CONTROLS)
def test_a_control_says_in_sentences_what_it_does(key: str) -> None:
    control = CONTROLS[key]

    assert SENTENCES.fullmatch(control.does), control.does
    assert control.key == key
    assert re.fullmatch(r"[a-z][a-z-]*\.[a-z][a-z0-9-]*", key)


def test_evidence_is_fit_for_the_public(furnished: Furnished) -> None:
    """No plate, no case, no word of a narrative, no name, no id; sentences; and nothing is passed over silently."""
    names = [member.full_name for member in furnished.people] + [
        member.user_name for member in furnished.people
    ]
    unfit = [
        f"{key}: {found.text}"
        for key, found in evidence(furnished).items()
        if not found.text.endswith(".")
        or ID.search(found.text)
        or any(secret.lower() in found.text.lower() for secret in (*SECRETS, *names))
    ]

    assert unfit == []


def test_what_is_off_names_its_room_or_the_policy_that_does_not_ask(furnished: Furnished) -> None:
    unexplained = [
        key
        for key, found in evidence(furnished).items()
        if found.status == "off"
        and not (CONTROLS[key].room and CONTROLS[key].room in found.text)
        and not found.text.startswith("The policy ")
    ]

    assert unexplained == []


def test_what_has_a_room_still_to_be_built_never_passes(furnished: Furnished) -> None:
    passing = [
        key
        for key, found in evidence(furnished).items()
        if CONTROLS[key].room and found.status not in ("off", "unanswered")
    ]

    assert passing == []


def evidence(furnished: Furnished) -> dict[str, Evidence]:
    """What every control finds, in one session that may not write."""
    with open_work(furnished.office.app, system_actor("test")) as work:
        work.session.info["read_only"] = True
        found = {key: control.check(work) for key, control in CONTROLS.items()}
        assert not work.session.info.get("written")
        return found
