"""Records as lines that a person reads."""

from collections.abc import Iterator

from recognition.command.reading import Record


def lines(record: Record) -> Iterator[str]:
    """A line a plate, or one that says there is none; one line for a vehicle."""
    if "vehicle" in record:
        yield _vehicle(record)
        return
    for plate in record["plates"]:
        yield f"{place(record)}  {_plate(plate)}"
    if not record["plates"]:
        yield f"{place(record)}  no plate found"


def place(record: Record) -> str:
    """The file, and for a film the second."""
    return f"{record['file']} at {record['frame']:.2f} s" if "frame" in record else str(record["file"])


def reading(plate: Record) -> str:
    """The text, or what it may be."""
    return plate["text"] or f"unsure ({plate['candidates'][0]['text']}?)"


def _plate(plate: Record) -> str:
    x, y, width, height = plate["box"]
    seen = f"{plate['confidence']:.2f}  {plate['region'] or '-':<6} at {x},{y} {width}x{height}"
    return f"{reading(plate):<18} {seen}"


def _vehicle(record: Record) -> str:
    count = len(record["pictures"])
    pictures = f"{count} picture{'s' if count > 1 else ''}, best {place(record['best'])}"
    return f"vehicle {record['vehicle']}  {reading(record):<18} {record['confidence']:.2f}  {pictures}"
