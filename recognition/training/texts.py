"""What is lettered on drawn plates: the states' series, words people choose, and texts of no order.

The last are there so that a net which sees many plates does not learn to read what should be there.
"""

from numpy.random import Generator

from recognition import syntax

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
SERIAL, CHOSEN = 0.6, 0.12  # shares; the rest has no order
LENGTHS = ((2, 0.02), (3, 0.04), (4, 0.08), (5, 0.13), (6, 0.3), (7, 0.38), (8, 0.05))
WORDS = (
    "LOVE MY DOG CAT SUN SKY FUN RUN BIG BAD RED JOY FAST SLOW MOM DAD BOSS KING QUEEN GOLF SURF SKI HIKE FISH ROCK"
    " JAZZ BLUE WILD FREE HOME LIFE GO GOT THE FOR YOU ME WE US ONE TWO CAR VAN BUS ZOOM VROOM LUV GR8 L8R 4U 2U MR MS"
    " DR ACE JET SPY TOY MAX LEO ZOE ANN BOB JIM KIM LIZ SAM TOM WOW YES NOT NOW HEY OK AX QT XO VW GT BMW"
).split()


def plate_text(random: Generator) -> str:
    """Two to eight letters and digits."""
    choice = random.random()
    if choice < SERIAL:
        return _of_a_series(random)
    return _chosen(random) if choice < SERIAL + CHOSEN else _without_order(random)


def _of_a_series(random: Generator) -> str:
    series = syntax.SERIES[random.integers(len(syntax.SERIES))]
    return "".join(
        _one(random, DIGITS if place == "9" else LETTERS if place == "A" else place)
        for place in series.pattern
    )


def _chosen(random: Generator) -> str:
    text = "".join(random.choice(WORDS, random.integers(1, 4)))
    if random.random() < 0.3:
        text += str(random.integers(1, 100))
    return text[:8] if len(text) > 1 else text + "1"


def _without_order(random: Generator) -> str:
    lengths, shares = zip(*LENGTHS, strict=True)
    letters = random.random()  # from digits alone to letters alone
    length = int(random.choice(lengths, p=shares))
    return "".join(_one(random, LETTERS if random.random() < letters else DIGITS) for _ in range(length))


def _one(random: Generator, characters: str) -> str:
    return characters[random.integers(len(characters))]
