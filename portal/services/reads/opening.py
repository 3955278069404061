"""Opening one read and its picture: only under the search or hit it came from, whose purpose the record repeats."""

from dataclasses import dataclass

import cv2
from sqlalchemy.exc import NoResultFound

import recognition
from portal.ledger import Action
from portal.models import HeldRead, Hit, Read, ReadFacts
from portal.rules import RuleBroken
from portal.services.hits import working
from portal.services.reads import searching
from portal.services.work import Access, Told, Work

MARGIN = 0.35
"""How much of the plate's own size is shown around it."""
CROP_WIDTH = 480
QUALITY = 88


@dataclass(frozen=True)
class Under:
    """What a read is opened under: a search of one's own, or a hit."""

    search: str = ""
    hit: str = ""


def find(work: Work, public_id: str) -> ReadFacts:
    """The read, or the copy a hold keeps. Raises `UnknownId`, `NoResultFound`."""
    key = work.tools.read_ids.show(public_id)
    read: ReadFacts | None = work.session.get(Read, key) or work.session.get(HeldRead, key)
    if read is None:
        raise NoResultFound
    return read


def told_under(work: Work, read: ReadFacts, under: Under) -> Told:
    """What the record repeats of the search or hit.

    Raises `RuleBroken` without one, `NoResultFound` for another person's or one that does not cover the read.
    """
    if under.search:
        search = searching.get_own(work, under.search)
        if not searching.covers(search, read):
            raise NoResultFound
        return searching.told_of(search)
    if under.hit:
        hit: Hit = working.get(work, under.hit)
        if hit.read_key != read.key:
            raise NoResultFound
        return working.told_of(hit)
    raise RuleBroken(
        "read.no-purpose",
        "Open a read from a search or a hit, so that its purpose is on record.",
        work.profile.purposes.section,
    )


def open_read(work: Work, public_id: str, under: Under) -> tuple[Access, ReadFacts]:
    """One read in full: an access."""
    read = find(work, public_id)
    with work.access(Action.READ_OPENED, told_under(work, read, under)) as access:
        access.found([public_id])
    return access, read


def open_picture(work: Work, public_id: str, under: Under) -> tuple[Access, ReadFacts]:
    """The picture asked for by itself: an access of its own."""
    read = find(work, public_id)
    with work.access(Action.PICTURE_OPENED, told_under(work, read, under)) as access:
        access.found([public_id])
    return access, read


def display_copy(work: Work, read: ReadFacts, *, plate_only: bool = False) -> bytes:
    """The picture set anew as JPEG, so that nothing but the picture itself is passed on. Raises `PictureMissing`."""
    image = recognition.decode(work.tools.store.get(read.picture))
    if plate_only and read.box:
        image = crop(image, read.box)
    _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return bytes(encoded)


def crop(image: recognition.Picture, box: list[int]) -> recognition.Picture:
    """The plate with some of what surrounds it, large enough to compare by eye."""
    x, y, width, height = box
    aside, above = int(width * MARGIN), int(height * MARGIN)
    part = image[max(0, y - above) : y + height + above, max(0, x - aside) : x + width + aside]
    scale = CROP_WIDTH / part.shape[1]
    return cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)  # type: ignore[return-value]
