"""M7: long passwords of every kind, nothing cut off, no rules of composition; and none that others try first."""

import pytest

from portal.rules.passwords import Owner, Rules, refusal
from portal.services.signin.banned import banned
from portal.services.signin.hashing import fits, hashed

OWNER = Owner("jo.park", "Jo Maria Park-Ellery", "Cedar Falls Police Department", "E83174")
RULES = Rules(15, banned(None), OWNER)
E_ACUTE = ("caf\u00e9 au lait at dawn", "cafe\u0301 au lait at dawn")
"""The same words, typed on two keyboards."""

TAKEN = [
    "correct horse battery staple",
    "seven quiet herons at dusk",
    "   leading and trailing   ",
    "nothing but small letters",
    "ALL CAPITALS AND NO SIGNS",
    "8305628174920573",
    "!@#%^&*()_+-=[]{}",
    "пароль из четырёх слов",
    "合言葉はとても長いですから大丈夫",
    "🚔🦉🌵🚦🧭🛻🪶🌙🎷🥁🪁🧵🧶🪴🍋",
    E_ACUTE[0],
    "dragon monkey baseball lantern",
    "cedar trees over the long river",
    "park benches painted green",
    "platebook is where I type my plates",
    "x9" + "q7w" * 3 + "z!m2k8",
    "Tr0ub4dor&3 but longer",
    "a" * 7 + "b" * 7 + "long tail",
    "fifteen chars!!",
    "0123 then 4567 and more words",
    " ".join(["walnut"] * 2 + ["thimble", "orchard"] * 15)[:128],
    "quartz" + "-velvet-harbor-lantern" * 11,
]
REFUSED = {
    "fourteen chars": "needs 15",
    "": "needs 15",
    "x" * 257: "at most",
    "tab\tin the middle of it": "no letter",
    "a null \x00 in the middle": "no letter",
    "password1234567": "most people use",
    "P@ssw0rd!!!!!!!!": "most people use",
    "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff441234567": "most people use",
    "letmeinletmeinle": "most people use",
    "123456789012345": "most people use",
    "1qaz2wsx3edc4rfv": "most people use",
    "aaaaaaaaaaaaaaaa": "over and over",
    "abcabcabcabcabcabc": "over and over",
    "abcdefghijklmnop": "in their order",
    "zyxwvutsrqponmlk": "in their order",
    "qwertyuiopasdfgh": "in their order",
    "cedarfallspolice2026": "the name of the agency",
    "Platebook-Platebook": "the name of this system",
    "JoPark JoPark JoPark": "your",
    "ellery ELLERY 3ll3ry": "your name",
    "E83174-E83174-E83174": "your employee number",
}


def test_the_table_is_as_long_as_promised() -> None:
    assert len(TAKEN) + len(REFUSED) >= 40


@pytest.mark.parametrize("password", TAKEN, ids=ascii)
def test_taken(password: str) -> None:
    assert refusal(password, RULES) is None


@pytest.mark.parametrize("password", REFUSED, ids=ascii)
def test_refused_with_its_reason(password: str) -> None:
    assert REFUSED[password] in (refusal(password, RULES) or "")


@pytest.mark.parametrize(("length", "least"), [(8, 8), (2, 8), (20, 20)])
def test_the_setting_moves_the_length_down_to_eight_and_no_further(length: int, least: int) -> None:
    password = "zq7 ut wm krx bnd vjh"[:least]

    assert refusal(password, Rules(length, banned(None), OWNER)) is None
    assert f"needs {least}" in (refusal(password[:-1], Rules(length, banned(None), OWNER)) or "")


@pytest.mark.parametrize("function", ["argon2id", "pbkdf2"])
def test_nothing_is_cut_off_and_accents_are_one(function: str) -> None:
    password = "walnut thimble orchard " * 5
    altered = password[:89] + "#" + password[90:100]
    kept = hashed(password[:100], function)

    assert len(password[:100]) == len(altered) == 100
    assert fits(kept, password[:100])
    assert not fits(kept, altered)
    assert fits(hashed(E_ACUTE[0], function), E_ACUTE[1])
