"""Short secrets: open only with their key, in their place, unaltered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage import SealBroken, open_sealed, seal

KEY = bytes(range(32))


@given(secret=st.binary(max_size=200), bound_to=st.binary(max_size=40))
def test_a_sealed_secret_opens_in_its_place(secret: bytes, bound_to: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, secret, bound_to), bound_to) == secret


def test_the_secret_does_not_show_and_no_two_seals_are_alike() -> None:
    first, second = (seal(KEY, b"JBSWY3DPEHPK3PXP", b"person 7") for _ in range(2))
    assert first != second
    assert b"JBSWY3DP" not in first + second


def test_a_seal_of_version_one_opens_for_ever() -> None:
    golden = bytes.fromhex(
        "0125622d73f0f57768cf83dac818844b52c446611a119d8ce37192d77b8139f5ac5651f3bf2f544a4cc68c9a28"
    )
    assert open_sealed(KEY, golden, b"person 7") == b"JBSWY3DPEHPK3PXP"


def test_another_key_or_place_does_not_open_it() -> None:
    sealed = seal(KEY, b"JBSWY3DPEHPK3PXP", b"person 7")
    with pytest.raises(SealBroken):
        open_sealed(bytes(32), sealed, b"person 7")
    with pytest.raises(SealBroken):
        open_sealed(KEY, sealed, b"person 8")


def test_every_altered_byte_and_every_cut_is_refused() -> None:
    sealed = seal(KEY, b"JBSWY3DPEHPK3PXP", b"person 7")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            open_sealed(KEY, bytes(altered), b"person 7")
        with pytest.raises(SealBroken):
            open_sealed(KEY, sealed[:position], b"person 7")
