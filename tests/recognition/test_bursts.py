"""Pictures of one vehicle are one read, and each stays as evidence."""

import itertools
from dataclasses import replace

import pytest

from recognition import Candidate, Quality
from recognition.bursts import Seen, grouped

QUALITY = Quality(120.0, 30.0, 0.8, 300.0, 0.0, False)
numbers = itertools.count()


def seen(at: float | None = None, number: int | None = None, **shares: float) -> Seen:
    """A plate with the likelihood of each text, the likeliest first; read surely from 0.55 on."""
    candidates = tuple(Candidate(text.lstrip("_"), share) for text, share in shares.items())
    text, confidence = candidates[0]
    place = next(numbers) if number is None else number
    sure = text if confidence >= 0.55 else ""
    return Seen(f"{place}.jpg", place, sure, confidence, candidates, QUALITY, at)


def test_one_picture_is_taken_as_it_was_read() -> None:
    single = seen(0.0, _7ABC123=0.9, _7A8C123=0.05)
    (vehicle,) = grouped([single])
    assert (vehicle.text, vehicle.confidence, vehicle.candidates) == ("7ABC123", 0.9, single.candidates)
    assert (vehicle.best, vehicle.evidence) == (single, (single,))


def test_what_all_hold_possible_wins_over_what_one_prefers() -> None:
    burst = [
        seen(0.0, _7A8C123=0.5, _7ABC123=0.4),
        seen(0.5, _7ABC128=0.5, _7ABC123=0.4),
        seen(1.0, _7ABC123=0.4, _7ABO123=0.4),
    ]
    (vehicle,) = grouped(burst)
    assert vehicle.text == "7ABC123"
    assert vehicle.confidence > 0.55
    assert [each.text for each in vehicle.evidence] == ["", "", ""]


def test_pictures_that_agree_are_surer_than_each_and_never_certain() -> None:
    (vehicle,) = grouped([seen(float(at), _7ABC123=0.8) for at in range(9)])
    assert 0.8 < vehicle.confidence < 1
    assert sum(candidate.confidence for candidate in vehicle.candidates) <= 1


def test_pictures_that_differ_evenly_stay_unsure() -> None:
    (vehicle,) = grouped([seen(0.0, _7ABC123=0.5, _7A8C123=0.48), seen(1.0, _7A8C123=0.5, _7ABC123=0.48)])
    assert vehicle.text == ""
    assert {candidate.text for candidate in vehicle.candidates} == {"7ABC123", "7A8C123"}


def test_a_text_that_is_too_long_or_short_by_a_character_is_the_same_vehicle() -> None:
    (vehicle,) = grouped([seen(0.0, _7ABC123=0.9), seen(0.5, ABC123=0.5), seen(1.0, I7ABC123=0.4)])
    assert vehicle.candidates[0].text == "7ABC123"
    assert len(vehicle.evidence) == 3


def test_sure_reads_that_differ_are_two_vehicles_however_near() -> None:
    fleet = [seen(0.0, _1234567=0.97), seen(0.5, _1234568=0.97)]
    assert [vehicle.text for vehicle in grouped(fleet)] == ["1234567", "1234568"]


def test_vehicles_that_pass_in_turn_are_told_apart() -> None:
    passing = [
        seen(0.0, _7ABC123=0.9),
        seen(0.5, _8KLM902=0.9),
        seen(1.0, _7ABC123=0.9),
        seen(1.5, _8KLM902=0.9),
    ]
    assert [(vehicle.text, len(vehicle.evidence)) for vehicle in grouped(passing)] == [
        ("7ABC123", 2),
        ("8KLM902", 2),
    ]


def test_two_plates_of_one_picture_are_two_vehicles() -> None:
    both = [seen(0.0, number=7, _7ABC123=0.5), seen(0.0, number=7, _7ABC128=0.5)]
    assert len(grouped(both)) == 2


@pytest.mark.parametrize(("between", "vehicles"), [(9.0, 1), (11.0, 2)])
def test_a_vehicle_that_comes_back_later_is_another_sighting(between: float, vehicles: int) -> None:
    pictures = [seen(100.0, _7ABC123=0.9), seen(100.0 + between, _7ABC123=0.9)]
    assert len(grouped(pictures, within=10.0)) == vehicles
    assert len(grouped(pictures, within=12.0)) == 1


def test_the_order_of_the_files_does_not_matter_where_there_is_a_time() -> None:
    pictures = [seen(float(at), _7ABC123=0.5 + at / 20) for at in range(5)]
    assert grouped(pictures[::-1])[0].evidence == tuple(pictures)


def test_pictures_without_a_time_are_near_when_they_follow_each_other() -> None:
    following = [seen(number=1, _7ABC123=0.9), seen(number=2, _7ABC123=0.9), seen(number=9, _7ABC123=0.9)]
    assert [len(vehicle.evidence) for vehicle in grouped(following)] == [2, 1]


def test_frames_of_two_films_are_never_one_vehicle() -> None:
    first = replace(seen(1.0, _7ABC123=0.9), clock="a.avi")
    assert len(grouped([first, replace(first, clock="b.avi", number=first.number + 1)])) == 2


def test_the_best_picture_shows_the_plate_of_the_vehicle() -> None:
    wide = replace(seen(1.0, _7ABC123=0.7), quality=replace(QUALITY, plate_width=240.0))
    misread = seen(2.0, _7A8C123=0.6, _7ABC123=0.3)
    (vehicle,) = grouped([seen(0.0, _7ABC123=0.7), wide, misread])
    assert vehicle.best == wide


def test_at_most_so_many_candidates_are_kept() -> None:
    burst = [seen(0.0, _7ABC123=0.4, _7A8C123=0.3), seen(1.0, _7ABC123=0.4, _7ABO123=0.3)]
    assert len(grouped(burst, top_n=2)[0].candidates) == 2


def test_nothing_seen_is_no_vehicle() -> None:
    assert grouped([]) == []
    assert grouped([Seen("a.jpg", 0, "", 0.0, (), QUALITY)]) == []


def test_what_is_read_together_must_be_as_sure_as_what_is_read_alone() -> None:
    burst = [seen(0.0, _7ABC123=0.6), seen(0.5, _7ABC123=0.6)]
    together = grouped(burst)[0].confidence

    assert grouped(burst, sure=together + 0.01)[0].text == ""
    assert grouped(burst, sure=together - 0.01)[0].text == "7ABC123"
