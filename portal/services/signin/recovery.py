"""Ten codes on paper for the day the authenticator is lost: each stands in once for the second factor."""

from sqlalchemy import Select, func, select

from portal.ledger import Action
from portal.models import Account, Kind, RecoveryCode
from portal.services import notices
from portal.services.signin import codes
from portal.services.work import Work

HOW_MANY = 10
BITS = 80


def make(work: Work, account: Account) -> list[str]:
    """Ten new codes, told this once; the earlier ones open nothing any more."""
    earlier = list(work.session.scalars(unused(account.id)))
    for row in earlier:
        row.revoked_at = work.now
    told = [codes.new_code(BITS) for _ in range(HOW_MANY)]
    rows = [
        RecoveryCode(account_id=account.id, code_hash=codes.hash_of(code), made_at=work.now) for code in told
    ]
    work.session.add_all(rows)
    work.session.flush()
    work.record(Action.RECOVERY_CODES_MADE, account, *rows, *earlier, kind=Kind.SIGNIN)
    return told


def unused(account_id: str) -> Select[RecoveryCode]:
    return select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.revoked_at.is_(None),
    )


def left(work: Work, account_id: str) -> int:
    """How many codes still work."""
    return work.session.scalar(select(func.count()).select_from(unused(account_id).subquery())) or 0


def take(work: Work, account: Account, code: str) -> bool:
    """Whether it is one of the account's unused codes; it is used up with this transaction. The account is locked."""
    row = work.session.scalars(
        unused(account.id).where(RecoveryCode.code_hash == codes.hash_of(code))
    ).one_or_none()
    if row is None:
        return False
    row.used_at = work.now
    work.record(Action.RECOVERY_CODE_USED, row, kind=Kind.SIGNIN)
    work.session.flush()
    remaining = left(work, account.id)
    notices.tell(
        work,
        account.person_id,
        "signin",
        "A recovery code was used",
        f"It stood in for your authenticator. {remaining} of {HOW_MANY} are left. If it was not you, report it.",
        path="/account",
    )
    return True
