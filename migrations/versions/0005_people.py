"""People: how accounts are opened, reviewed and closed, how people prove who they are, training, and notices.

Tables that others refer to get their columns one by one: SQLite could only add a named constraint to a table by making
it anew, which it refuses while rows refer to it. The sessions of before are ended, since each now has a name of its own.
"""

import sqlalchemy as sa
from alembic import op

from migrations.grants import drop_append_only, make_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("course_version", "departure_step", "training_class", "training_document")
MOMENT = sa.DateTime(timezone=True)
REFERENCES = (
    ("account", "created_by_id", "person", ""),
    (
        "account",
        "enabled_by_id",
        "person",
        "CONSTRAINT ck_account_opened_by_somebody_else CHECK "
        "(enabled_by_id IS NULL OR (enabled_by_id <> person_id AND enabled_by_id <> created_by_id))",
    ),
    ("completion", "class_id", "training_class", ""),
    ("completion", "supersedes_id", "completion", ""),
    ("title_held", "proposal_id", "proposal", ""),
    (
        "title_held",
        "confirmed_by_id",
        "person",
        "CONSTRAINT ck_title_held_confirmed_by_somebody_else CHECK (confirmed_by_id <> person_id)",
    ),
    (
        "post_held",
        "confirmed_by_id",
        "person",
        "CONSTRAINT ck_post_held_confirmed_by_somebody_else CHECK (confirmed_by_id <> person_id)",
    ),
)
"""Table, column, the table it refers to, and a check of the column."""

SIGNED_ONE = "EXISTS (SELECT 1 FROM account_review WHERE id = {row}.review_id AND signed_at IS NOT NULL)"
SIGNED = {"account_review": "OLD.signed_at IS NOT NULL", "review_line": SIGNED_ONE.format(row="OLD")}
"""When a row belongs to a review that is signed."""
ADDED = SIGNED_ONE.format(row="NEW")


def close_signed() -> None:
    """No line comes into a review that is signed."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER review_line_signed_no_insert BEFORE INSERT ON review_line "
            f"WHEN {ADDED} BEGIN SELECT RAISE(ABORT, 'a signed review never changes'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_line_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {ADDED} THEN RAISE EXCEPTION 'a signed review never changes'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER review_line_signed_no_insert BEFORE INSERT ON review_line "
        "FOR EACH ROW EXECUTE FUNCTION refuse_line_of_signed()"
    )


def reopen_signed() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER review_line_signed_no_insert")
        return
    op.execute("DROP TRIGGER review_line_signed_no_insert ON review_line")
    op.execute("DROP FUNCTION refuse_line_of_signed()")


def columns() -> dict[str, tuple[sa.Column[object], ...]]:
    """The new columns of tables that were there, made anew at each call: a column belongs to one table."""
    return {
        "person": (
            sa.Column("email", sa.Text(), server_default="", nullable=False),
            sa.Column("clearance_basis", sa.Text(), server_default="", nullable=False),
            sa.Column("clets_on", sa.Date(), nullable=True),
            sa.Column("clets_until", sa.Date(), nullable=True),
            sa.Column("clets_basis", sa.Text(), server_default="", nullable=False),
            sa.Column("left_at", MOMENT, nullable=True),
        ),
        "account": (
            sa.Column("kind", sa.String(length=12), server_default="member", nullable=False),
            sa.Column("scope", sa.Text(), server_default="", nullable=False),
            sa.Column("expires_at", MOMENT, nullable=True),
            sa.Column("password_set_at", MOMENT, nullable=True),
            sa.Column("password_refused", sa.Text(), server_default="", nullable=False),
            sa.Column("locked_at", MOMENT, nullable=True),
            sa.Column("disabled_at", MOMENT, nullable=True),
            sa.Column("disabled_reason", sa.Text(), server_default="", nullable=False),
            sa.Column("enabled_at", MOMENT, nullable=True),
        ),
        "completion": (
            sa.Column("course_version", sa.Integer(), server_default="1", nullable=False),
            sa.Column("stands", sa.Boolean(), server_default="1", nullable=False),
            sa.Column("correction_reason", sa.Text(), server_default="", nullable=False),
        ),
    }


def freeze_signed(table: str) -> None:
    """A signed review never changes, nor any of its lines, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_signed_no_{act.lower()} BEFORE {act} ON {table} "
                f"WHEN {SIGNED[table]} BEGIN SELECT RAISE(ABORT, 'a signed review never changes'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_signed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {SIGNED[table]} THEN RAISE EXCEPTION 'a signed review never changes'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_signed_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_signed_{table}()"
    )


def thaw_signed(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_signed_no_{act}")
        return
    op.execute(f"DROP TRIGGER {table}_signed_no_change ON {table}")
    op.execute(f"DROP FUNCTION refuse_signed_{table}()")


def add_columns() -> None:
    for table, new in columns().items():
        for column in new:
            op.add_column(table, column)
    for table, column, target, check in REFERENCES:
        name = f"fk_{table}_{column}_{target}"
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(32) "
            f"CONSTRAINT {name} REFERENCES {target} (id) {check}"
        )
    op.create_index("ix_completion_class_id", "completion", ["class_id"])
    op.create_index("ix_completion_supersedes_id", "completion", ["supersedes_id"], unique=True)


def drop_columns() -> None:
    op.drop_index("ix_completion_supersedes_id", "completion")
    op.drop_index("ix_completion_class_id", "completion")
    for table, column, _, _ in reversed(REFERENCES):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table, new in columns().items():
        for column in new:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")


def name_sessions() -> None:
    op.execute("DELETE FROM signin_session")
    with op.batch_alter_table("signin_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=32), nullable=False))
        batch_op.add_column(sa.Column("idle_minutes", sa.Integer(), server_default="15", nullable=False))
        batch_op.add_column(sa.Column("proved_at", MOMENT, nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_signin_session_key"), ["key"])


def unname_sessions() -> None:
    with op.batch_alter_table("signin_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_signin_session_key"), type_="unique")
        batch_op.drop_column("proved_at")
        batch_op.drop_column("idle_minutes")
        batch_op.drop_column("key")


def upgrade() -> None:
    op.create_table('account_review',
    sa.Column('period_start', sa.Date(), nullable=False),
    sa.Column('period_end', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_id', sa.String(length=32), nullable=True),
    sa.Column('post', sa.Text(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['signed_by_id'], ['person.id'], name=op.f('fk_account_review_signed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_review')),
    sa.UniqueConstraint('period_start', name=op.f('uq_account_review_period_start'))
    )
    op.create_table('course_version',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('course', sa.Text(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('cause', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('retake_by', sa.Date(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.String(length=32), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_course_version_issued_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_version')),
    sa.UniqueConstraint('number', name=op.f('uq_course_version_number'))
    )
    op.create_table('departure',
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.String(length=32), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_departure_person_id_person')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_departure_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure'))
    )
    with op.batch_alter_table('departure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_departure_person_id'), ['person_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('once', sa.Text(), nullable=True),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mail', sa.String(length=8), nullable=False),
    sa.Column('mail_tries', sa.Integer(), nullable=False),
    sa.Column('mail_error', sa.Text(), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('once', name=op.f('uq_notice_once'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_mail'), ['mail'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_person_id_made_at'), ['person_id', 'made_at'], unique=False)

    op.create_table('training_document',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stored_by_id', sa.String(length=32), nullable=True),
    sa.Column('kept_until', sa.Date(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['stored_by_id'], ['person.id'], name=op.f('fk_training_document_stored_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_document'))
    )
    op.create_table('departure_step',
    sa.Column('departure_id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_by_id', sa.String(length=32), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_departure_step_departure_id_departure')),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_departure_step_done_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure_step')),
    sa.UniqueConstraint('departure_id', 'key', name=op.f('uq_departure_step_departure_id_key'))
    )
    op.create_table('enrolment',
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.String(length=32), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_enrolment_account_id_account')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_enrolment_issued_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_enrolment_code_hash'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_account_id'), ['account_id'], unique=False)

    op.create_table('passkey',
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('transports', sa.JSON(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_passkey_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('review_line',
    sa.Column('review_id', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.String(length=32), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint('decided_by_id <> person_id', name=op.f('ck_review_line_not_ones_own')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_review_line_account_id_account')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_review_line_decided_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_line_person_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['account_review.id'], name=op.f('fk_review_line_review_id_account_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_line')),
    sa.UniqueConstraint('review_id', 'account_id', name=op.f('uq_review_line_review_id_account_id'))
    )
    op.create_table('signin_failure',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('factor', sa.String(length=10), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signin_failure_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signin_failure'))
    )
    with op.batch_alter_table('signin_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signin_failure_account_id_at'), ['account_id', 'at'], unique=False)

    op.create_table('training_class',
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('course_version', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('instructor', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.String(length=32), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['training_document.id'], name=op.f('fk_training_class_document_id_training_document')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_training_class_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_class'))
    )
    op.create_table('retraining',
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('closes_access', sa.Boolean(), nullable=False),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ordered_by_id', sa.String(length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('completion_id', sa.String(length=32), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['completion_id'], ['completion.id'], name=op.f('fk_retraining_completion_id_completion')),
    sa.ForeignKeyConstraint(['ordered_by_id'], ['person.id'], name=op.f('fk_retraining_ordered_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_retraining_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retraining'))
    )
    with op.batch_alter_table('retraining', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retraining_person_id'), ['person_id'], unique=False)

    add_columns()
    name_sessions()
    for table in APPEND_ONLY:
        make_append_only(table)
    for table in SIGNED:
        freeze_signed(table)
    close_signed()


def downgrade() -> None:
    reopen_signed()
    for table in SIGNED:
        thaw_signed(table)
    for table in APPEND_ONLY:
        drop_append_only(table)
    unname_sessions()
    drop_columns()
    op.drop_table('retraining')
    op.drop_table('training_class')
    op.drop_table('signin_failure')
    op.drop_table('review_line')
    op.drop_table('recovery_code')
    op.drop_table('passkey')
    op.drop_table('enrolment')
    op.drop_table('departure_step')
    op.drop_table('training_document')
    op.drop_table('notice')
    op.drop_table('departure')
    op.drop_table('course_version')
    op.drop_table('account_review')
