"""How data is kept safe, and what happens when it was not."""

from dataclasses import replace

from sqlalchemy import func, select

from portal.controls.control import Control, Evidence, judge, waiting
from portal.controls.judging import count, judge_rows, tally
from portal.models import Read, SigninSession
from portal.services.signin import sessions
from portal.services.work import Work
from portal.storage import PictureDamaged, PictureMissing

SAMPLE = 10
"""How many of the newest pictures are opened each time."""
HASH_LENGTH = 64
TRANSPORT = (
    "An encrypted connection is seen to when the portal starts: it refuses plain http for other machines."
)


def pictures_and_sessions(work: Work) -> Evidence:
    newest = select(Read.key, Read.picture).where(Read.picture != "").order_by(Read.key.desc()).limit(SAMPLE)
    rows = work.session.execute(newest).all()
    unsealed = [work.tools.read_ids.hide(row.key) for row in rows if not is_sealed(work, row.picture)]
    pictures = judge(
        unsealed,
        tally("Newest pictures opened, each encrypted and whole", len(rows)),
        tally("Newest pictures that are not encrypted as they should be, or are gone", len(unsealed)),
    )
    return sessions_are_ours(work, pictures.text) if pictures.status == "pass" else pictures


def is_sealed(work: Work, picture: str) -> bool:
    """Whether the stored picture is in our encrypted form and unchanged: the store opens no other."""
    try:
        work.tools.store.get(picture)
    except (PictureDamaged, PictureMissing):
        return False
    return True


def sessions_are_ours(work: Work, pictures: str) -> Evidence:
    """Of a session nothing is kept but the hash of its id, so that the table lets nobody in."""
    live = select(SigninSession.id_hash).where(sessions.live(work.now))
    bare = select(func.coalesce(SigninSession.account_id, "nobody")).where(
        func.length(SigninSession.id_hash) != HASH_LENGTH
    )
    return judge_rows(
        work.session,
        bare,
        f"{pictures} Sessions kept on the server now: {count(work.session, live)}.",
        "Sessions kept by something else than the hash of their id",
    )


def with_transport(work: Work) -> Evidence:
    found = pictures_and_sessions(work)
    return replace(found, text=f"{found.text} {TRANSPORT}") if found.status == "pass" else found


CONTROLS: tuple[Control, ...] = (
    Control(
        "security.safeguards",
        "enforced",
        "Pictures are encrypted where they are stored, and sessions are kept on the server.",
        pictures_and_sessions,
    ),
    Control(
        "security.clets-grade",
        "enforced",
        "Pictures are encrypted where they are stored, sessions are kept on the server, and only an encrypted "
        "connection is let in from other machines.",
        with_transport,
    ),
    waiting(
        "breach.records-policy",
        "duty",
        "A breach of security is handled under the policy the text names.",
        "audits (breaches)",
    ),
)
