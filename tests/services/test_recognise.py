"""What is kept of a plate read: everything it says, in values both databases take."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import inspect

from portal.models import HeldRead, Read
from portal.services import evidence
from portal.services.evidence import NewHold
from portal.services.reads.recognise import Sighting, sighting_of
from recognition import Candidate, Character, EngineLabel, PlateRead, Quality, Region
from tests.clock import START, Clock
from tests.office import Office
from tests.services.doing import PLATE, doing
from tests.services.reads_on_file import reading, receive_seen

QUALITY = Quality(58.25, 14.0, 0.5, 8.0, -3.0, clipped=True, glare=0.25)
SEEN = PlateRead(
    text=PLATE,
    confidence=0.75,
    box=(10, 20, 58, 29),
    corners=((10, 20), (68, 20), (68, 49), (10, 49)),
    characters=(Character("7", 0.5), Character("A", 0.25)),
    candidates=(Candidate(PLATE, 0.75), Candidate("7A8C234", 0.125)),
    region="us-ca",
    quality=QUALITY,
    engine=EngineLabel("tiny", "1", "ab" * 32),
    regions=(Region("us-ca", 0.75, "syntax"), Region("us-nv", 0.125, "header")),
)
MEASURES = {
    "plate_width": 58.25,
    "character_height": 14.0,
    "contrast": 0.5,
    "sharpness": 8.0,
    "tilt": -3.0,
    "clipped": True,
    "glare": 0.25,
}


def stored(read: Read | HeldRead) -> dict[str, object]:
    names = ("confidence", "candidates", "characters", "regions", "quality", "box", "engine", "model_hash")
    return {name: getattr(read, name) for name in names}


def test_all_that_a_read_says_is_kept_and_a_hold_keeps_it_too(office: Office, clock: Clock) -> None:
    detective = office.hire("detective")
    (key,) = receive_seen(office.app, clock.now, [sighting_of(SEEN)], b"picture")
    with doing(office, detective) as work:
        day = START.date() + timedelta(days=90)
        evidence.place(work, NewHold("likely-evidence", "26-01871", "Getaway car of a robbery", day), [key])

    with reading(office.app) as session:
        read, held = session.get_one(Read, key), session.get_one(HeldRead, key)
        assert stored(read) == {
            "confidence": 0.75,
            "candidates": [[PLATE, 0.75], ["7A8C234", 0.125]],
            "characters": [["7", 0.5], ["A", 0.25]],
            "regions": [["us-ca", 0.75, "syntax"], ["us-nv", 0.125, "header"]],
            "quality": MEASURES,
            "box": [10, 20, 58, 29],
            "engine": "tiny 1",
            "model_hash": "ab" * 32,
        }
        columns = [each.key for each in inspect(Read).column_attrs]
        assert [getattr(held, name) for name in columns] == [getattr(read, name) for name in columns]


def test_what_an_engine_counts_in_numpy_is_kept_as_well(office: Office, clock: Clock) -> None:
    share = np.float32(0.75)
    counted = replace(
        SEEN,
        confidence=share,
        candidates=(Candidate(PLATE, share),),
        characters=(Character("7", share),),
        regions=(Region("us-ca", share, "model"),),
        quality=replace(QUALITY, plate_width=np.float32(58.25), clipped=np.bool_(True)),
    )
    (key,) = receive_seen(office.app, clock.now, [sighting_of(counted)], b"picture")

    with reading(office.app) as session:
        read = session.get_one(Read, key)
        assert (read.quality, read.confidence) == (MEASURES, 0.75)
        assert (read.candidates, read.characters) == ([[PLATE, 0.75]], [["7", 0.75]])
        assert read.regions == [["us-ca", 0.75, "model"]]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_measure_that_is_no_number_is_left_out(value: float) -> None:
    quality = sighting_of(replace(SEEN, quality=replace(QUALITY, tilt=value))).quality

    assert quality == {name: kept for name, kept in MEASURES.items() if name != "tilt"}


@pytest.mark.parametrize(("region", "state"), [("us-ca", "CA"), (None, ""), ("ca-bc", ""), ("", "")])
def test_only_a_state_of_the_union_is_one(region: str | None, state: str) -> None:
    assert sighting_of(replace(SEEN, region=region)).state == state


def test_an_unsure_read_is_empty_and_keeps_its_candidates() -> None:
    unsure = sighting_of(replace(SEEN, text="", region=None))

    assert unsure == replace(sighting_of(SEEN), text="", state="")
    assert unsure.candidates
    assert Sighting().candidates == ()
