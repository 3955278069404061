"""The back of a car, drawn from plain shapes around the place of its plate."""

from dataclasses import dataclass

from portal.demo.canvas import Canvas, Colour, Points

PAINTS: tuple[tuple[Colour, Colour], ...] = (
    ((214, 212, 208), (150, 148, 144)),  # silver
    ((92, 86, 80), (48, 44, 40)),  # graphite
    ((150, 92, 44), (88, 50, 20)),  # blue
    ((52, 44, 168), (26, 20, 96)),  # red
    ((238, 238, 236), (178, 178, 176)),  # white
    ((104, 116, 66), (58, 66, 34)),  # teal
    ((120, 152, 176), (70, 94, 116)),  # sand
    ((58, 54, 52), (22, 20, 20)),  # black
)
_TRIM: Colour = (38, 36, 34)


@dataclass(frozen=True)
class Car:
    """Where the car stands: the middle of its track on the road, half its width and its height, in pixels."""

    middle: float
    road: float
    half: float
    height: float
    paint: tuple[Colour, Colour]

    def at(self, points: Points) -> Points:
        """Points of the car (-1 to 1 across, 0 at the road to 1 at the roof) as points of the picture."""
        return [(self.middle + across * self.half, self.road - up * self.height) for across, up in points]

    @property
    def plate_centre(self) -> tuple[float, float]:
        return self.at([(0, 0.405)])[0]


def draw_car(canvas: Canvas, car: Car) -> None:
    canvas.shade((car.middle, car.road), (car.half * 1.25, car.height * 0.11), (18, 18, 20), 0.85)
    _wheels(canvas, car)
    _cabin(canvas, car)
    _body(canvas, car)
    _bumper(canvas, car)
    for side in (-1, 1):
        _tail_light(canvas, car, side)


def light_lamps(canvas: Canvas, car: Car) -> None:
    """Switch the tail lights on: a glow over what is drawn."""
    for side in (-1, 1):
        canvas.shade(car.at([(side * 0.8, 0.51)])[0], (car.half * 0.2, car.height * 0.1), (90, 80, 255), 0.75)
        canvas.shade(
            car.at([(side * 0.8, 0.51)])[0], (car.half * 0.42, car.height * 0.26), (50, 40, 240), 0.3
        )


def _wheels(canvas: Canvas, car: Car) -> None:
    for side in (-1, 1):
        outer, inner = side * 0.93, side * 0.66
        canvas.shape(
            car.at([(outer, 0), (outer, 0.3), (inner, 0.3), (inner, 0)]),
            (30, 28, 28),
            (16, 15, 15),
            round_by=9,
        )


def _cabin(canvas: Canvas, car: Car) -> None:
    light, dark = car.paint
    canvas.shape(
        car.at([(-0.9, 0.6), (-0.68, 0.95), (-0.56, 1), (0.56, 1), (0.68, 0.95), (0.9, 0.6)]),
        light,
        dark,
        round_by=16,
    )
    glass = [(-0.76, 0.645), (-0.6, 0.925), (0.6, 0.925), (0.76, 0.645)]
    canvas.shape(car.at(glass), (74, 62, 52), (34, 28, 24), round_by=10)
    canvas.shape(
        car.at([(-0.5, 0.66), (-0.36, 0.91), (-0.12, 0.91), (-0.26, 0.66)]), (190, 180, 170), opacity=0.16
    )
    for seat in (-0.34, 0.34):
        canvas.shape(
            car.at([(seat - 0.11, 0.65), (seat - 0.1, 0.77), (seat + 0.1, 0.77), (seat + 0.11, 0.65)]),
            (26, 22, 20),
            round_by=8,
        )
    canvas.shape(car.at([(-0.12, 0.935), (-0.12, 0.95), (0.12, 0.95), (0.12, 0.935)]), _red(96), round_by=2)


def _body(canvas: Canvas, car: Car) -> None:
    light, dark = car.paint
    outline = [(-0.98, 0.16), (-1, 0.5), (-0.95, 0.6), (-0.82, 0.645)]
    mirrored = [(-across, up) for across, up in reversed(outline)]
    canvas.shape(car.at([*outline, *mirrored]), light, dark, round_by=18)
    canvas.shape(
        car.at([(-0.8, 0.615), (-0.78, 0.632), (0.78, 0.632), (0.8, 0.615)]),
        (255, 255, 255),
        opacity=0.22,
        round_by=2,
    )
    for side in (-1, 1):
        edge = [(side * 0.64, 0.27), (side * 0.64, 0.6), (side * 0.633, 0.6), (side * 0.633, 0.27)]
        canvas.shape(car.at(edge), (20, 20, 20), opacity=0.45)
    recess = [(-0.36, 0.285), (-0.39, 0.525), (0.39, 0.525), (0.36, 0.285)]
    canvas.shape(car.at(recess), _darker(dark, 0.72), _darker(dark, 0.9), round_by=12)
    canvas.shade(car.at([(0, 0.575)])[0], (car.half * 0.05, car.height * 0.022), (210, 210, 212), 0.9)


def _bumper(canvas: Canvas, car: Car) -> None:
    light, dark = car.paint
    upper = [(-0.99, 0.15), (-1, 0.26), (1, 0.26), (0.99, 0.15)]
    canvas.shape(car.at(upper), _darker(light, 0.86), _darker(dark, 0.8), round_by=10)
    canvas.shape(
        car.at([(-0.99, 0.258), (-0.99, 0.264), (0.99, 0.264), (0.99, 0.258)]), (20, 20, 20), opacity=0.5
    )
    canvas.shape(car.at([(-0.93, 0.075), (-0.95, 0.155), (0.95, 0.155), (0.93, 0.075)]), _TRIM, round_by=10)
    for side in (-1, 1):
        reflector = [(side * 0.88, 0.105), (side * 0.88, 0.128), (side * 0.68, 0.128), (side * 0.68, 0.105)]
        canvas.shape(car.at(reflector), (40, 36, 150), (30, 26, 110), round_by=2)
        pipe = [(side * 0.56, 0.06), (side * 0.56, 0.095), (side * 0.42, 0.095), (side * 0.42, 0.06)]
        canvas.shape(car.at(pipe), (150, 150, 152), (70, 70, 72), round_by=4)


def _tail_light(canvas: Canvas, car: Car, side: int) -> None:
    lens = [(0.97, 0.42), (0.985, 0.53), (0.93, 0.59), (0.56, 0.565), (0.6, 0.45)]
    canvas.shape(car.at([(side * across, up) for across, up in lens]), _red(150), _red(105), round_by=8)
    inner = [(0.92, 0.475), (0.93, 0.535), (0.66, 0.53), (0.68, 0.485)]
    canvas.shape(car.at([(side * across, up) for across, up in inner]), _red(205), _red(165), round_by=5)
    reverse = [(0.8, 0.445), (0.8, 0.465), (0.66, 0.465), (0.66, 0.445)]
    canvas.shape(car.at([(side * across, up) for across, up in reverse]), (205, 205, 210), round_by=3)


def _darker(colour: Colour, factor: float) -> Colour:
    blue, green, red = colour
    return (round(blue * factor), round(green * factor), round(red * factor))


def _red(strength: int) -> Colour:
    return (24, 18, strength)
