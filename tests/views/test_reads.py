"""Searching, paging, opening and handing in: nothing is shown outside the record, nothing typed is lost."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.demo.pictures import draw_scene
from portal.models import Read, TitleHeld
from portal.services import devices
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import NOTHING, Sighting
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Browser, Office
from tests.services.doing import PLATE, on_record
from tests.services.reads_on_file import reading, receive, receive_seen

TYPED: dict[str, Any] = {
    "plate": PLATE,
    "purpose": "criminal_investigation",
    "case_number": "26-01871",
    "narrative": "Where the stolen Honda went after the burglary.",
}


def searched(browser: Browser, **changes: str) -> str:
    """The address of a new search's results."""
    answer = browser.post("/reads/searches", TYPED | changes)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


POOR = Sighting(
    PLATE,
    "CA",
    0.723,
    ((PLATE, 0.723), ("7A8C234", 0.14), ("1ABC234", 0.004)),
    (("7", 0.98), ("A", 0.61)),
    (("us-ca", 0.97, "syntax"), ("us-nv", 0.02, "header")),
    (100, 100, 58, 30),
    {"plate_width": 58.2, "contrast": 0.4, "sharpness": 8.1, "tilt": -2.0, "clipped": True, "glare": 0.31},
    "tiny 1",
    "3f" * 32,
)
UNSURE = replace(POOR, text="", state="", confidence=0.41, candidates=(("7A8C234", 0.41), (PLATE, 0.33)))


def is_opened(office: Office, browser: Browser, clock: Clock, seen: Sighting) -> str:
    """The page of the one read there is, come to by a search of its reader: an unsure read has no plate to search."""
    (key,) = receive_seen(office.app, clock.now, [seen], draw_scene(PLATE, seed=3))
    hour = {"plate": "", "device": "1", "since": "2026-11-02T00:00", "until": "2026-11-02T23:00"}
    search = searched(browser, **hour).rpartition("/")[2]
    read = office.app.extensions["tools"].read_ids.hide(key)
    answer = browser.get(f"/reads/{read}?search={search}")
    assert answer.status_code == 200, answer.text
    return text_of(answer.text)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])))


def sees_car(app: Flask, clock: Clock) -> str:
    """A drawn car at the gate; gives the read's public id."""
    with open_work(app, system_actor("test")) as work:
        gate = devices.add(work, devices.NewDevice("Gate", "server", "Main Street"))
        box = (100, 100, 200, 60)
        ingest(
            work, gate, [Capture(draw_scene(PLATE, seed=3), clock.now)], lambda _: [Sighting(PLATE, box=box)]
        )
    with reading(app) as session:
        return str(app.extensions["tools"].read_ids.hide(session.scalars(select(Read.key)).one()))


@pytest.mark.control("access.titles")
def test_somebody_whose_title_the_policy_does_not_list_searches_and_sees_nothing(
    app: Flask, office: Office, clock: Clock
) -> None:
    read_id = sees_car(app, clock)
    member = office.hire("patrol_officer")
    browser = office.browser(member)
    path = searched(browser)
    with app.extensions["open_writing"]() as session:
        gone = update(TitleHeld).where(TitleHeld.person_id == member.person_id).values(title="of_old")
        session.connection().execute(gone)
        session.commit()

    for address in ("/reads/", path, f"/reads/{read_id}", "/hotlists/", "/hits/", "/evidence/"):
        answer = browser.get(address)
        assert (answer.status_code, PLATE in answer.text) == (403, False), address
    assert browser.post("/reads/searches", TYPED).status_code == 403
    assert len(on_record(office, "search.made")) == 1


@pytest.mark.control("access.limited-tier")
def test_a_title_with_limited_access_makes_no_search(office: Office) -> None:
    for title in ("dispatcher", "information_technology_manager", "vendor_technician"):
        browser = office.browser(office.hire(title))
        answer = browser.post("/reads/searches", TYPED)
        assert (answer.status_code, "466.10" in answer.text) == (403, True), title

    assert on_record(office, "search.made") == []
    assert len(on_record(office, "access.refused")) == 3


def test_a_refused_search_keeps_what_was_typed_and_is_on_record(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    wrong = TYPED | {
        "narrative": "investigation",
        "on_behalf_of": "Det. Vale",
        "state": "NV",
        "plate": "7klm 347",
    }

    page, part = officer.post("/reads/searches", wrong), officer.post("/reads/searches", wrong, htmx=True)

    assert (page.status_code, part.status_code) == (422, 422)
    assert part.text.lstrip().startswith("<form")
    for kept in ('value="7klm 347"', 'value="26-01871"', "investigation</textarea>", 'value="Det. Vale"'):
        assert kept in page.text
    assert '<option selected value="NV">' in page.text
    assert '<option selected value="criminal_investigation">' in page.text
    assert re.search(r'id="narrative-error"[^>]*>.*in your own words', page.text)
    assert officer.post("/reads/searches", TYPED | {"purpose": "immigration"}).status_code == 422
    assert officer.post("/reads/searches", TYPED | {"purpose": ""}).status_code == 422
    assert officer.post("/reads/searches", TYPED | {"until": "9999-12-31T23:59"}).status_code == 422
    assert officer.post("/reads/searches", TYPED | {"since": "0001-01-01T00:00"}).status_code == 422
    refused = on_record(office, "search.refused")
    assert [row.outcome for row in refused] == ["reason.says-nothing"] * 2 + ["purpose.missing"] * 2
    assert on_record(office, "search.made") == []


def test_nothing_of_a_search_is_filled_in_or_told_in_an_address(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    address = searched(officer)

    assert re.fullmatch(r"/reads/searches/\w{32}", address)
    page = officer.get("/reads/")
    form = page.text[page.text.index("<form") : page.text.index("</form>")]
    assert PLATE not in form
    assert "26-01871" not in form
    assert page.text.count(address) == 1
    assert "No read matches" in officer.get(address).text


def test_the_hour_that_comes_twice_is_searched_as_a_whole(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    for moment in ("2026-11-01T08:45Z", "2026-11-01T09:15Z", "2026-11-01T10:15Z"):
        receive(office.app, clock.now.fromisoformat(moment), PLATE)

    page = officer.get(searched(officer, since="2026-11-01T01:30", until="2026-11-01T01:30"))

    assert "01:45:00 PDT" in page.text
    assert "01:15:00 PST" in page.text
    assert "02:15:00 PST" not in page.text


def test_pages_lead_on_to_the_oldest_read(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    receive(office.app, clock.now, *[PLATE] * 60)
    address = searched(officer)

    first = officer.get(address)
    following = re.search(r'href="(/reads/searches/\w+\?before=\w+)"', first.text)
    assert following
    second = officer.get(following[1], htmx=True)

    assert (first.text.count("<tr>"), second.text.count("<tr>")) == (51, 11)
    assert "<!doctype" not in second.text.lower()
    assert "?before=" not in second.text
    for before in ("x", "0" * 64, "%00"):
        assert officer.get(f"{address}?before={before}").status_code == 404


def test_a_read_opens_under_ones_own_search_only(office: Office, clock: Clock) -> None:
    officer, other = office.browser(office.hire("patrol_officer")), office.browser(office.hire("detective"))
    read = sees_car(office.app, clock)
    mine, elsewhere = searched(officer), searched(officer, plate="9WWT664")
    search = mine.rpartition("/")[2]

    assert officer.get(f"/reads/{read}?search={search}").status_code == 200
    assert other.get(f"/reads/{read}?search={search}").status_code == 404
    assert other.get(mine).status_code == 404
    assert officer.get(f"/reads/{read}?search={elsewhere.rpartition('/')[2]}").status_code == 404
    assert officer.get(f"/reads/{read}?search=%00").status_code == 404
    assert officer.get(f"/reads/{'0' * 48}?search={search}").status_code == 404
    bare = officer.get(f"/reads/{read}")
    assert (bare.status_code, PLATE in bare.text) == (409, False)


def test_a_picture_is_served_under_its_page_for_five_minutes_to_that_session_alone(
    office: Office, clock: Clock
) -> None:
    member = office.hire("patrol_officer")
    officer, again = office.browser(member), office.browser(member)
    read = sees_car(office.app, clock)
    search = searched(officer).rpartition("/")[2]
    page = officer.get(f"/reads/{read}?search={search}")
    whole, plate = (each.replace("&amp;", "&") for each in re.findall(r'<img src="([^"]+)"', page.text))

    def status(browser: Browser, address: str) -> int:
        answer = browser.get(address)
        assert (answer.mimetype == "image/jpeg") is (answer.status_code == 200)
        return answer.status_code

    assert [status(officer, whole), status(officer, plate)] == [200, 200]
    assert [status(again, whole), status(officer, whole[:-1])] == [409, 409]
    assert status(office.browser(), whole) == 303
    assert on_record(office, "picture.opened") == []
    clock.move(minutes=5)
    assert status(officer, whole) == 200
    clock.move(seconds=1)
    assert status(officer, whole) == 409
    assert status(officer, f"/reads/{read}/picture?search={search}") == 200
    assert [row.outcome for row in on_record(office, "picture.opened")] == ["intent", "shown"]
    assert status(office.browser(office.hire("detective")), f"/reads/{read}/picture?search={search}") == 404


def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_is_stored(
    office: Office, clock: Clock
) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    assert "No reader is in service" in officer.get("/reads/upload").text
    with open_work(office.app, system_actor("test")) as work:
        devices.add(work, devices.NewDevice("Gate", "server"))

    def send(data: bytes, name: str, **more: str) -> tuple[int, str]:
        sent = {"picture": (BytesIO(data), name), "device": "1"} | more
        answer = officer.post("/reads/upload", sent, content_type="multipart/form-data")
        return answer.status_code, answer.text

    for data, name, said in (
        (b"Dear Sir or Madam", "letter.jpg", "neither a JPEG nor a PNG"),
        (b"", "empty.png", "The file is empty"),
        (draw_scene(PLATE, seed=3)[:900], "cut.jpg", "cut short"),
    ):
        status, text = send(data, name)
        assert (status, said in text) == (422, True), name
    assert send(b"x", "")[0] == 422
    assert send(draw_scene(PLATE, seed=3), "car.jpg", device="2")[0] == 422
    assert list(office.app.extensions["tools"].store.ids()) == []


def test_a_picture_handed_in_is_stored_and_searched(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    with open_work(office.app, system_actor("test")) as work:
        devices.add(work, devices.NewDevice("Gate", "server"))
    sent = {"picture": (BytesIO(draw_scene("7ABC234", seed=11)), "car.jpg"), "device": "1"}

    answer = officer.post("/reads/upload", sent, content_type="multipart/form-data")

    assert (answer.status_code, answer.location) == (303, "/reads/upload")
    page = officer.get("/reads/upload")
    assert "The picture is stored. Plates read: 1. Hits raised: 0." in page.text
    assert "7ABC234" not in page.text
    assert "Sure" in officer.get(searched(officer, plate="7ABC234")).text


def test_a_read_says_how_it_was_read(office: Office, clock: Clock) -> None:
    text = is_opened(office, office.browser(office.hire("patrol_officer")), clock, POOR)

    for said in (
        "Sure 72 %. Of plates read as surely as this one, that share should be right",
        "State CA, by how its letters and digits are set out (97 %); NV, by the name written on the plate (2 %)",
        "As seen, character by character 7 98 % , A 61 %",
        "Engine and version tiny 1",
        "Model SHA-256 3f3f3f3f3f3f… " + "3f" * 32,
        f"Plate {PLATE} read 72 %",
        "7A8C234 14 %",
        "1ABC234 under 1 %",
        "Width of the plate narrow 58 px Below 60 px reads are often wrong",
        "Sharpness blurred 8",
        "Contrast weak 0.40 of 1",
        "Tilt level 2°",
        "Glare strong 31 %",
        "Edge of the picture incomplete cut off",
    ):
        assert said in text, said
    assert "Unsure" not in text


def test_an_unsure_read_is_plainly_not_a_read(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    text = is_opened(office, officer, clock, UNSURE)

    assert "Unsure: a plate was seen, but not surely enough to call it read." in text
    assert "Perhaps 7A8C234 unsure" in text
    assert "41 % for the likeliest candidate: too little. It was not read." in text
    assert f"7A8C234 41 % {PLATE} 33 %" in text
    hour = {"plate": "", "device": "1", "since": "2026-11-02T00:00", "until": "2026-11-02T23:00"}
    results = officer.get(searched(officer, **hour)).text
    assert 'alt="Picture of a plate that was not read"' in results
    assert "Perhaps 7A8C234 unsure" in text_of(results)
    assert "41 %" in results
    assert '<span class="plate__text">' not in results
    for plate in (PLATE, "7A8C234", "7A8*"):
        assert "No read matches" in officer.get(searched(officer, plate=plate)).text


def test_reads_of_before_and_empty_pictures_can_be_shown(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))

    text = is_opened(office, officer, clock, Sighting(PLATE, "CA", 0.97, quality={"plate_width": 130.0}))

    assert "State CA, not on file why" in text
    assert "Model Not recorded" in text
    assert "Width of the plate wide enough 130 px" in text
    assert "Glare" not in text


def test_the_shipped_models_hash_or_its_absence_is_said(office: Office, clock: Clock) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    text = is_opened(office, officer, clock, replace(POOR, model_hash="", quality={}, regions=(), state=""))

    assert "Model The engine ships no model of its own" in text
    assert "No measures of the picture are on file." in text
    assert "State Nothing tells" in text


def test_a_picture_without_a_plate_says_so(office: Office, clock: Clock) -> None:
    text = is_opened(office, office.browser(office.hire("patrol_officer")), clock, NOTHING)

    assert "No plate was found in this picture, so nothing was read." in text
    assert "Unsure" not in text
    assert "How good the picture is" not in text
