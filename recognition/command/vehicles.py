"""Records brought together to vehicles."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from recognition.bursts import Seen, Vehicle, grouped
from recognition.command.reading import Record
from recognition.values import Candidate, Quality


def vehicles(records: Sequence[Record], within: float, sure: float) -> list[Record]:
    """One record a vehicle, read from the confidence `sure` on, with every picture of it as evidence."""
    found = grouped(list(_seen(records)), within, sure=sure)
    return [_record(number, vehicle) for number, vehicle in enumerate(found, 1)]


def _seen(records: Sequence[Record]) -> Iterator[Seen]:
    """The plates of the records; pictures without a time of their own follow each other in this order."""
    for number, record in enumerate(records):
        for plate in record.get("plates", ()):
            yield Seen(
                file=record["file"],
                number=number,
                text=plate["text"],
                confidence=plate["confidence"],
                candidates=tuple(Candidate(each["text"], each["confidence"]) for each in plate["candidates"]),
                quality=Quality(**plate["quality"]),
                at=record.get("frame", _seconds(record)),
                clock=record["file"] if "frame" in record else "",
                frame=record.get("frame"),
            )


def _seconds(record: Record) -> float | None:
    """When the picture was taken. A camera without a time zone is compared with others like it only."""
    if "taken" not in record:
        return None
    taken = datetime.fromisoformat(record["taken"])
    return (taken if taken.tzinfo else taken.replace(tzinfo=UTC)).timestamp()


def _record(number: int, vehicle: Vehicle) -> Record:
    return {
        "vehicle": number,
        "text": vehicle.text,
        "confidence": round(vehicle.confidence, 4),
        "candidates": _candidates(vehicle.candidates),
        "best": _place(vehicle.best),
        "pictures": [_evidence(seen) for seen in vehicle.evidence],
    }


def _evidence(seen: Seen) -> Record:
    return _place(seen) | {
        "time": seen.at,
        "text": seen.text,
        "confidence": seen.confidence,
        "candidates": _candidates(seen.candidates),
        "quality": asdict(seen.quality),
    }


def _place(seen: Seen) -> Record:
    return {"file": seen.file} | ({} if seen.frame is None else {"frame": seen.frame})


def _candidates(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [{"text": text, "confidence": round(share, 4)} for text, share in candidates]
