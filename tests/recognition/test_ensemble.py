"""The ensemble leaves sure reads alone, and weighs a second reader's word where the first is in doubt."""

import numpy as np
import pytest

from recognition import Candidate, Picture, Region
from recognition.ensemble import UNSEEN, Ensemble, in_doubt, of_states, pooled
from tests.recognition.stand_ins import Gives, Names, Says, label, plate_read

PICTURE: Picture = np.full((120, 160, 3), 128, np.uint8)
SURE = plate_read(("7ABC123", 0.9), ("7A8C123", 0.05), text="7ABC123")
TORN = plate_read(("7A8C123", 0.3), ("7ABC123", 0.25), ("7AEC123", 0.1))
CALIFORNIA, NEW_YORK = Region("us-ca", 0.9, "header"), Region("us-ny", 0.9, "header")


def test_a_sure_read_is_not_shown_to_the_second_reader() -> None:
    second = Says("8XYZ999")
    (read,) = Ensemble(Gives(SURE), second, Names(NEW_YORK), label).read(PICTURE)
    assert second.seen == 0
    assert (read.text, read.candidates, read.regions) == (SURE.text, SURE.candidates, ())
    assert read.engine.name == "stand-in"


def test_only_the_doubtful_plate_of_a_picture_is_read_again() -> None:
    second = Says("7ABC123")
    reads = Ensemble(Gives(SURE, TORN), second, Names(), label).read(PICTURE)
    assert second.seen == 1
    assert reads[0].candidates == SURE.candidates
    assert reads[1].candidates[0].text == "7ABC123"


def test_the_second_reader_decides_between_two_texts() -> None:
    (read,) = Ensemble(Gives(TORN), Says("7ABC123"), Names(), label).read(PICTURE)
    assert read.candidates[0].text == "7ABC123"
    assert read.confidence == read.candidates[0].confidence > 0.25
    assert "7A8C123" in [text for text, _ in read.candidates]


def test_a_second_reader_that_sees_nothing_changes_nothing() -> None:
    (read,) = Ensemble(Gives(TORN), Says(""), Names(), label).read(PICTURE)
    assert read.candidates == TORN.candidates
    assert read.text == ""


def test_the_raw_reading_stays_among_few_candidates() -> None:
    (read,) = Ensemble(Gives(TORN), Says("7ABC123"), Names(), label).read(PICTURE, top_n=2)
    assert [text for text, _ in read.candidates] == ["7ABC123", "7A8C123"]


def test_a_batch_reads_as_its_pictures_do() -> None:
    ensemble = Ensemble(Gives(SURE, TORN), Says("7ABC123"), Names(), label)
    assert ensemble.read_batch([PICTURE, PICTURE]) == [ensemble.read(PICTURE)] * 2


def test_doubt_is_an_unsure_text_or_a_close_second() -> None:
    assert not in_doubt(SURE.candidates)
    assert in_doubt(SURE.candidates, sure=0.95)
    assert in_doubt(TORN.candidates)
    assert in_doubt((Candidate("7ABC123", 0.6), Candidate("7A8C123", 0.4)))
    assert not in_doubt((Candidate("7ABC123", 0.6),))


@pytest.mark.parametrize("power", [0.1, 0.5, 1.0])
def test_pooled_likelihoods_are_the_product_of_both(power: float) -> None:
    first = (Candidate("A1", 0.5), Candidate("B2", 0.3))
    found = dict(pooled(first, (Candidate("B2", 0.8),), power))
    assert found["A1"] / found["B2"] == pytest.approx((0.5 / 0.3) * (UNSEEN / 0.8) ** power)
    assert sum(found.values()) < 1


def test_a_text_only_the_second_reader_saw_is_a_candidate_behind_what_the_first_is_sure_of() -> None:
    found = pooled((Candidate("A1", 0.9),), (Candidate("B2", 0.9),), 0.3)
    assert [text for text, _ in found] == ["A1", "B2"]


def test_a_state_named_on_the_plate_lowers_lettering_that_only_another_state_has() -> None:
    candidates = (Candidate("7ABC123", 0.4), Candidate("ABC1234", 0.3))
    assert of_states(candidates, [NEW_YORK])[0].text == "ABC1234"
    assert of_states(candidates, [CALIFORNIA])[0].confidence > 0.4
    assert of_states(candidates, []) == candidates


def test_a_state_shifts_weight_and_adds_none() -> None:
    candidates = (Candidate("7ABC123", 0.4), Candidate("ABC1234", 0.3))
    assert sum(share for _, share in of_states(candidates, [NEW_YORK])) == pytest.approx(0.7)


def test_the_named_state_is_told_with_what_says_so() -> None:
    torn = plate_read(("ABC1234", 0.3), ("ABC1284", 0.3))
    (read,) = Ensemble(Gives(torn), Says("ABC1234"), Names(NEW_YORK), label).read(PICTURE)
    assert (read.regions[0].region, read.regions[0].reason) == ("us-ny", "header")
    assert read.region == "us-ny"


def test_a_state_that_is_hardly_sure_is_a_guess_only() -> None:
    torn = plate_read(("ABC1234", 0.3), ("ABC1284", 0.3))
    doubtful = Names(Region("us-ny", 0.2, "header"))
    (read,) = Ensemble(Gives(torn), Says("ABC1234"), doubtful, label).read(PICTURE)
    assert "us-ny" in [state.region for state in read.regions]
    assert read.region is None
