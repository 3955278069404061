"""What is written on things that are no plate. Training and the drawn test never share a word or a number range."""

from dataclasses import dataclass

from numpy.random import Generator


@dataclass(frozen=True)
class Vocabulary:
    """Texts for clutter; `area_codes` and `years` keep the numbers of two vocabularies apart."""

    slogans: tuple[str, ...]
    signs: tuple[str, ...]
    shops: tuple[str, ...]
    stickers: tuple[str, ...]
    badges: tuple[str, ...]
    cities: tuple[str, ...]
    area_codes: tuple[int, int]
    years: tuple[int, int]

    def phone(self, random: Generator) -> str:
        """A telephone number in one of the ways they are painted on vans."""
        area, exchange = int(random.integers(*self.area_codes)), int(random.integers(200, 999))
        line = int(random.integers(10000))
        form = ("{}-{}-{:04}", "({}) {}-{:04}", "{}.{}.{:04}", "1-{}-{}-{:04}", "{} {} {:04}")[
            random.integers(5)
        ]
        return form.format(area, exchange, line)

    def clock(self, random: Generator) -> str:
        """Date and time as a camera burns them in."""
        year = int(random.integers(*self.years))
        month, day, hour = (int(random.integers(low, high)) for low, high in ((1, 13), (1, 29), (0, 24)))
        minute, second = (int(part) for part in random.integers(0, 60, 2))
        forms = (
            "{0}-{1:02}-{2:02} {3:02}:{4:02}:{5:02}", "{1:02}/{2:02}/{0} {3:02}:{4:02}:{5:02}",
            "{0}/{1:02}/{2:02}  {3:02}:{4:02}:{5:02}", "{0}{1:02}{2:02}", "{3:02}:{4:02}:{5:02}", "{2:02}.{1:02}.{0}",
        )  # fmt: skip
        return forms[random.integers(len(forms))].format(year, month, day, hour, minute, second)


TRAINING = Vocabulary(
    slogans=(
        "HOW AM I DRIVING", "WE DELIVER", "CALL TODAY", "FREE ESTIMATES", "LICENSED BONDED", "SINCE 1974", "24 HOURS",
        "FAMILY OWNED", "SAME DAY SERVICE", "NO JOB TOO SMALL", "WWW.BESTPIPES.COM", "FRESH DAILY", "HIRING NOW",
    ),
    signs=(
        "STOP", "EXIT 14", "SPEED LIMIT 35", "NO PARKING", "ONE WAY", "YIELD", "I-80 EAST", "MAIN ST",
        "US 101", "RAMP",
        "NO LEFT TURN", "25 MPH", "2 HR PARKING", "ROUTE 66", "MILE 208", "PARK HERE", "DO NOT ENTER", "BUS STOP",
    ),
    shops=(
        "PIZZA", "MOTEL", "BANK", "COFFEE", "TIRES", "FOOD MART", "PHARMACY", "OPEN", "SALE 50%", "CAR WASH",
        "GAS 3.59",
        "SUITE 120", "4521", "1808", "DENTIST", "LAUNDRY", "RENT ME", "BAKERY", "NAILS", "BOOKS",
    ),
    stickers=(
        "COEXIST", "MY KID ROCKS", "26.2", "OBX", "SALT LIFE", "VOTE", "BABY ON BOARD", "I LOVE NY", "USA", "NO FEAR",
        "LOCAL 12", "GO TEAM", "ARMY", "PEACE", "13.1", "DOG MOM",
    ),
    badges=(
        "TITAN", "ALTIMA", "GT", "4X4", "LIMITED", "V6", "SE", "CIVIC", "F-150", "HYBRID", "XLT", "1500",
        "SPORT", "TURBO",
        "AWD", "RAM", "SL", "CAMRY", "2500 HD", "XJ8",
    ),
    cities=(
        "TOWN FORD", "VALLEY HONDA", "CITY MOTORS", "AUTOPLEX", "SUNSET TOYOTA", "BOB SMITH", "LAKESIDE", "AUTO MALL",
    ),
    area_codes=(200, 600),
    years=(2008, 2020),
)  # fmt: skip

TEST = Vocabulary(
    slogans=(
        "YOUR LOCAL PLUMBER", "ASK ME HOW", "WE CARE", "QUALITY WORK", "BOOK ONLINE", "TRUSTED BY YOU",
        "FAST AND FAIR",
        "GO GREEN", "MOVING MADE EASY", "WWW.ROOFS4U.NET", "SAFETY FIRST", "WIDE TURNS",
    ),
    signs=(
        "DEAD END", "KEEP RIGHT", "SPEED LIMIT 45", "TOLL ROAD", "OAK AVE", "EXIT 7B", "SR 99 NORTH",
        "SCHOOL ZONE", "MERGE",
        "ROAD WORK", "LANE ENDS", "15 MPH", "PAY HERE", "TOW AWAY ZONE", "MILE 42", "BRIDGE ICES",
    ),
    shops=(
        "DINER", "HOTEL", "TACOS", "CREDIT UNION", "HARDWARE", "LIQUOR", "FLOWERS", "VACANCY", "BURGERS",
        "GAS 4.19", "GYM",
        "2317", "906", "UNIT 5C", "CLOSED", "BARBER", "FOR LEASE", "TOYS", "PETS", "DELI",
    ),
    stickers=(
        "BE KIND", "HONK", "MARATHON", "TAHOE", "LOVE WINS", "RECYCLE", "HONOR ROLL", "NAVY", "LIVE FREE", "CAT DAD",
        "KEEP CALM", "SURF", "GO BEARS", "HIKE MORE", "70.3", "HI",
    ),
    badges=(
        "ACCORD", "CX-5", "TUNDRA", "SILVERADO", "RS", "EX-L", "QUATTRO", "3500", "COROLLA", "GLS", "LX",
        "ROGUE", "V8",
        "PLUG-IN", "WRX", "SR5", "330I", "ECOBOOST",
    ),
    cities=(
        "HILL MOTORS", "PREMIER AUTO", "NORTH BAY KIA", "RIVER CITY", "METRO CARS", "ELM CHEVROLET", "DRIVE TIME",
    ),
    area_codes=(600, 989),
    years=(2020, 2032),
)  # fmt: skip
