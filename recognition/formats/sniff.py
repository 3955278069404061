"""What a file is, by its first bytes; its name may say anything."""

VIDEOS = frozenset(("MP4", "AVI", "Matroska", "MPEG", "Windows Media", "Flash video"))
SPOKEN_WITH_AN = frozenset(("AVI", "AVIF", "MP4", "MPEG"))

HEAD = 512
"""How many bytes `kind` wants to see."""

PLAIN = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00\x10\x00\x00\x00CR", "camera raw"),
    (b"IIRO", "camera raw"),
    (b"FUJIFILMCCD-RAW", "camera raw"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "BigTIFF"),
    (b"MM\x00+", "BigTIFF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"8BPS", "Photoshop"),
    (b"%PDF-", "PDF"),
    (b"\x1a\x45\xdf\xa3", "Matroska"),
    (b"\x00\x00\x01\xba", "MPEG"),
    (b"\x00\x00\x01\xb3", "MPEG"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
    (b"FLV\x01", "Flash video"),
)
"""The first bytes of a format that has them at its very start; the first that fits counts."""

RIFF = {b"WEBP": "WebP", b"AVI ": "AVI"}
HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
MOVIE_BOXES = frozenset((b"moov", b"mdat", b"wide", b"free", b"skip"))  # QuickTime before it had brands
TRANSPORT, PACKET = 0x47, 188  # an MPEG transport stream begins a packet with this byte every 188


def kind(head: bytes) -> str:
    """The name of the format, as `JPEG`; empty for what is none of those known. Looks at the first `HEAD` bytes."""
    for start, name in PLAIN:
        if head.startswith(start):
            return name
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[4:8] in MOVIE_BOXES:
        return "MP4"
    if head.startswith(b"BM") and head[15:18] == bytes(3) and head[14] in (12, 40, 52, 56, 64, 108, 124):
        return "BMP"
    if len(head) > 2 * PACKET and head[0] == head[PACKET] == head[2 * PACKET] == TRANSPORT:
        return "MPEG"
    return ""


def _by_brand(head: bytes) -> str:
    """Pictures and films share one container (ISO 14496-12); its brands say which it is."""
    length = int.from_bytes(head[:4], "big")
    box = head[8 : min(length, HEAD)]
    brands = {box[:4], *(box[at : at + 4] for at in range(8, len(box), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if b"crx " in brands:
        return "camera raw"
    return "HEIC" if brands & HEIC else "MP4"
