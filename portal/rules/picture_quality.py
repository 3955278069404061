"""What the picture gave the reader to work with, in words.

The measures and their units are those of `recognition.Quality` (`recognition/values.py`); how the engines fare on them
is in the model card, `recognition/models/README.md`. Each limit below says where it comes from. Those called measured
rest on the 109 development photographs of US plates: each measure of the labelled plate against whether the engine
`tesseract`, right on 33 % of them, read the whole plate. Few photographs lie beyond a limit, so a word is a warning to
look closely, never a verdict, and nothing in the portal is decided by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite


class Level(StrEnum):
    """How far a measure is to be trusted: `poor` is worth a warning, `fair` is worth a word."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True)
class Scale:
    """One measure and its two limits; where `fair` is above `poor`, less is worse.

    `words` are those of good, fair and poor; `figure` is how the measure is written; `caution` is the sentence for
    somebody who compares the picture under time pressure, the figure in place of {}.
    """

    label: str
    fair: float
    poor: float
    words: tuple[str, str, str]
    figure: str
    meaning: str
    caution: str

    def level(self, value: float) -> Level:
        """A value on a limit is still on its better side."""
        less_is_worse = self.fair > self.poor
        for level, limit in ((Level.POOR, self.poor), (Level.FAIR, self.fair)):
            if (value < limit) if less_is_worse else (value > limit):
                return level
        return Level.GOOD

    def word(self, level: Level) -> str:
        return self.words[list(Level).index(level)]


@dataclass(frozen=True)
class Judged:
    """One measure as it is shown."""

    label: str
    figure: str
    level: Level
    word: str
    meaning: str
    caution: str
    """Empty unless poor."""


SCALES = {
    # Measured: 0 of 5 plates below 60 px were read, 7 of 20 from there to 76, 29 of 84 above; the tiny engine too
    # reads fewer below 76 (0.71 of them right on photographs kept apart, of all 0.83).
    "plate_width": Scale(
        "Width of the plate",
        76.0,
        60.0,
        ("wide enough", "rather narrow", "narrow"),
        "{:.0f} px",
        "Below 60 px reads are often wrong, below 76 px more of them than usual.",
        "Seen from far: {} wide.",
    ),
    # Measured: 1 of 13 plates below 10 was read, 2 of 15 from there to 20, 33 of 81 above. The figure is that of the
    # plate after flattening, which enlarges a narrow one, so narrow plates seldom pass 100 however crisp they are.
    "sharpness": Scale(
        "Sharpness",
        20.0,
        10.0,
        ("sharp enough", "soft", "blurred"),
        "{:.0f}",
        "Below 20 few plates are read rightly, below 10 hardly any.",
        "The plate is blurred.",
    ),
    # Measured: 0 of 6 plates below 0.3 were read, 1 of 16 from there to 0.5, 35 of 87 above.
    "contrast": Scale(
        "Contrast",
        0.5,
        0.3,
        ("clear", "weak", "faint"),
        "{:.2f} of 1",
        "Below 0.5 few plates are read rightly, below 0.3 hardly any.",
        "The characters hardly stand out.",
    ),
    # Not measured: the labelled boxes are upright. The plates that the readers were trained on are turned by a normal
    # spread of 3 degrees (`recognition/training/camera.py`): beyond 6 they saw few, beyond 9 next to none.
    "tilt": Scale(
        "Tilt",
        6.0,
        9.0,
        ("level", "tilted", "strongly tilted"),
        "{:.0f}°",
        "Plates tilted by more than 6° are rare among those the engines learnt from, by more than 9° very rare.",
        "The plate is tilted by {}.",
    ),
    # Judgement: up to 0.28, the most there is, measured reads were no worse for it. Beyond that nothing is known.
    "glare": Scale(
        "Glare",
        0.1,
        0.25,
        ("none that matters", "some", "strong"),
        "{:.0%}",
        "What light has burnt out cannot be read. Above a quarter of the plate whole characters may be gone.",
        "Light has burnt out {} of the plate.",
    ),
}
CUT_OFF = Judged(
    "Edge of the picture",
    "cut off",
    Level.POOR,
    "incomplete",
    "The plate runs out of the picture: a character may be missing.",
    "The plate runs out of the picture.",
)
WHOLE = Judged("Edge of the picture", "inside", Level.GOOD, "whole", "The whole plate is in the picture.", "")


def judged(quality: Mapping[str, object]) -> tuple[Judged, ...]:
    """What is known of the picture: whether the plate is whole, then its measures in the order of `SCALES`.

    What a read does not have is left out.
    """
    clipped = quality.get("clipped")
    edge = [CUT_OFF if clipped else WHOLE] if isinstance(clipped, bool) else []
    measured = [(scale, measure_of(quality, name)) for name, scale in SCALES.items()]
    return (*edge, *(judge(scale, value) for scale, value in measured if value is not None))


def cautions(quality: Mapping[str, object]) -> tuple[str, ...]:
    """A sentence for each thing that is poor, what costs a whole character first."""
    return tuple(each.caution for each in judged(quality) if each.caution)


def measure_of(quality: Mapping[str, object], name: str) -> float | None:
    """A measure, whichever way the plate leans; None where the read has no number for it."""
    value = quality.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return abs(float(value))


def judge(scale: Scale, value: float) -> Judged:
    level = scale.level(value)
    figure = scale.figure.format(value).replace("%", " %")  # as the portal writes it everywhere
    caution = scale.caution.format(figure) if level is Level.POOR else ""
    return Judged(scale.label, figure, level, scale.word(level), scale.meaning, caution)
