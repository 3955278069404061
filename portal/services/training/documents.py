"""Sign-in sheets and certificates: stored encrypted before their row, and every opening on record."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.ledger import Action
from portal.models import Completion, TrainingClass, TrainingDocument, opaque_id
from portal.rules.classes import KEPT_YEARS, kind_of_document
from portal.rules.training import last_usable_day
from portal.services.people import counting, local_day
from portal.services.work import Told, Work

LONGEST_NAME = 80
PLAIN = re.compile(r"[^\w .()-]+", re.ASCII)


@dataclass(frozen=True)
class Upload:
    """A file as a browser sent it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """A document whose opening is on record."""

    name: str
    media_type: str
    data: bytes


def keep(work: Work, upload: Upload, held_on: date) -> TrainingDocument:
    """Stores the document and adds its row; the caller names the row to the record and commits inside
    `work.tools.documents.writing()`. Raises `RuleBroken` for what is no PDF, JPEG or PNG.
    """
    media_type, ending = kind_of_document(upload.data)
    stored = work.tools.documents.put(opaque_id(), upload.data)
    document = TrainingDocument(
        id=stored.picture_id,
        name=f"{plain_name(upload.name)}.{ending}",
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_at=work.now,
        stored_by_id=work.actor.person_id,
        kept_until=max(
            last_usable_day(held_on, KEPT_YEARS),
            last_usable_day(local_day(work.profile, work.now), KEPT_YEARS),
        ),
    )
    work.session.add(document)
    work.session.flush()
    return document


def plain_name(name: str) -> str:
    """The name without folders, ending, and anything a header or a file system could take for more than a name."""
    stem = " ".join(PLAIN.sub(" ", PurePath(name.replace("\\", "/")).stem).split()).strip(".")
    return stem[:LONGEST_NAME].strip() or "document"


def find_own(work: Work, document_id: str) -> TrainingDocument:
    """A document of a class the person at hand completed, as it stands now. Raises `NoResultFound` for any other."""
    query = (
        select(TrainingDocument)
        .join(TrainingClass, TrainingClass.document_id == TrainingDocument.id)
        .join(Completion, Completion.class_id == TrainingClass.id)
        .where(
            TrainingDocument.id == document_id,
            Completion.person_id == work.actor.person_id,
            Completion.id.in_(counting().with_only_columns(Completion.id)),
        )
        .distinct()
    )
    return work.session.scalars(query).one()


def find(work: Work, document_id: str) -> TrainingDocument:
    document = work.session.get(TrainingDocument, document_id)
    if document is None:
        raise NoResultFound
    return document


def open_document(work: Work, document: TrainingDocument) -> Opened:
    """The document, its opening on record before a byte of it is shown.

    Raises `LedgerUnavailable`, and what the store raises for a document that is gone or damaged.
    """
    told = Told(purpose="training", subject_type="training_document", subject_id=document.id)
    with work.access(Action.TRAINING_DOCUMENT_OPENED, told) as access:
        data = work.tools.documents.get(document.id)
        access.found([document.id])
    return Opened(document.name, document.media_type, data)
