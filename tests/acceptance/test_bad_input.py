"""Acceptance 7: bad input gets one clear sentence that says what to do, and nothing is half-written."""

import io
import re
import socket
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from portal import create_app
from portal.agencies import profile
from portal.config import Settings
from portal.models import Read
from portal.services import devices
from portal.services.devices import NewDevice
from portal.web.founding import found_instance
from portal.web.system_work import open_work, system_actor
from tests.acceptance.conftest import command
from tests.databases import ON_SQLITE
from tests.office import Office
from tests.promises.furnished import picture

BOMB_SIDE = 9500
"""Pixels: 90 million of them in a file of some 90 kB."""


def bomb() -> bytes:
    file = io.BytesIO()
    Image.new("1", (BOMB_SIDE, BOMB_SIDE)).save(file, "PNG")
    return file.getvalue()


BAD_PICTURES = {
    "a text file": lambda: b"7ABC234 was seen at the gate\n",
    "a bomb": bomb,
    "a truncated JPEG": lambda: picture()[:400],
    "nothing": lambda: b"",
}


def test_a_bad_picture_is_refused_in_a_sentence_and_leaves_nothing(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))
    with open_work(office.app, system_actor("test")) as work:
        reader = devices.add(work, NewDevice("Gate 1", "server")).number
    told = {}
    for name, make in BAD_PICTURES.items():
        sent = {"picture": (io.BytesIO(make()), "gate.jpg"), "device": str(reader)}
        answer = browser.post("/reads/upload", sent, content_type="multipart/form-data")
        error = re.search(r"Error: </span>([^<]+)</span>", answer.text)
        told[name] = (answer.status_code, bool(error and error[1].endswith(".")))

    assert told == dict.fromkeys(BAD_PICTURES, (422, True))
    assert list(office.app.extensions["tools"].store.ids()) == []
    with office.app.extensions["open_reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Read)) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the instance of the environment is to be."""
    monkeypatch.setenv("PLATEBOOK_INSTANCE", str(tmp_path / "here"))
    monkeypatch.setenv("PLATEBOOK_AGENCY", "barstow")
    monkeypatch.delenv("PLATEBOOK_DATABASE_URL", raising=False)
    return tmp_path / "here"


def refused(app: Flask, *words: str) -> str:
    """The sentence a command ends with; it may say nothing else."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit), "no traceback"
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output
    return result.output


def test_an_unknown_key_of_a_profile_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (profile.PROFILES / "barstow.toml").read_text(encoding="utf-8")
    (tmp_path / "profiles").mkdir()
    spoiled = tmp_path / "profiles" / "barstow.toml"
    spoiled.write_text(text.replace("[agency]\n", '[agency]\nmotto = "To serve"\n', 1), encoding="utf-8")
    monkeypatch.setattr(profile, "PROFILES", tmp_path / "profiles")

    said = refused(create_app(Settings.load()), "agency", "init", "barstow")

    assert "agency.motto: unknown key; see template.toml" in said
    assert str(spoiled) in said
    assert not folder.exists()


def test_an_instance_folder_that_cannot_be_one_is_named(folder: Path) -> None:
    folder.write_text("a file in the folder's place")

    said = refused(create_app(Settings.load()), "agency", "init", "barstow")

    assert f"The instance folder {folder} cannot be written" in said
    assert "PLATEBOOK_INSTANCE" in said
    assert folder.read_text() == "a file in the folder's place"


def test_answers_that_are_no_json_are_refused_before_anything_is_made(folder: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text("{retention: }")

    said = refused(create_app(Settings.load()), "agency", "init", "barstow", "--answers", str(answers))

    assert str(answers) in said
    assert not folder.exists()


@ON_SQLITE
def test_a_missing_master_key_is_named(app: Flask, settings: Settings) -> None:
    (settings.keys / "master.key").unlink()

    said = refused(create_app(settings), "config", "check")

    assert f"{settings.keys / 'master.key'} is missing; restore it from escrow" in said


def test_a_folder_without_an_instance_says_how_to_make_one(folder: Path) -> None:
    said = refused(create_app(Settings.load()), "config", "check")

    assert f"{folder} holds no instance yet. Run: flask agency init SLUG" in said
    assert not folder.exists()


@ON_SQLITE
def test_a_port_in_use_is_named(settings: Settings) -> None:
    found_instance(create_app(settings), demo=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = command(settings, "serve", port=port)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 cannot be used (Address already in use)." in done.stderr
    assert "PLATEBOOK_PORT" in done.stderr
