"""The adopted policy in versions, what is published beside it, checks of its controls, and changes that need two.

Once published, a version refuses change and deletion; what was decided, published, recorded or checked always does.
"""

import sqlalchemy as sa
from alembic import op

from migrations.grants import drop_append_only, make_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = ("conformance_run", "policy_publication", "proposal_decision", "public_meeting")
PUBLISHED = "EXISTS (SELECT 1 FROM policy_publication WHERE version_id = OLD.id)"
REFUSE_PUBLISHED = f"""
CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {PUBLISHED} THEN
        RAISE EXCEPTION 'a published policy_version never changes';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""


def freeze_published() -> None:
    """A version is open as a draft and closed once its publication is there."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER policy_version_published_no_{act.lower()} BEFORE {act} ON policy_version "
                f"WHEN {PUBLISHED} BEGIN SELECT RAISE(ABORT, 'a published policy_version never changes'); END"
            )
        return
    op.execute(REFUSE_PUBLISHED)
    op.execute(
        "CREATE TRIGGER policy_version_published_no_change BEFORE UPDATE OR DELETE ON policy_version "
        "FOR EACH ROW EXECUTE FUNCTION refuse_published()"
    )


def thaw_published() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER policy_version_published_no_{act}")
        return
    op.execute("DROP TRIGGER policy_version_published_no_change ON policy_version")
    op.execute("DROP FUNCTION refuse_published()")


def upgrade() -> None:
    op.create_table(
        "policy_exception",
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("control", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.String(length=32), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_policy_exception_signed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_exception")),
    )
    with op.batch_alter_table("policy_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_exception_control"), ["control"], unique=False)

    op.create_table(
        "policy_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.String(length=32), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_policy_version_imported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_version_number")),
    )
    op.create_table(
        "procedure",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_procedure_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
    )
    op.create_table(
        "proposal",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("proposed_by_id", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_proposal_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("id", "proposed_by_id", name=op.f("uq_proposal_id_proposed_by_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_kind_subject_id"), ["kind", "subject_id"], unique=False)

    op.create_table(
        "public_meeting",
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_public_meeting_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_meeting")),
    )
    op.create_table(
        "conformance_run",
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=True),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["policy_version.id"], name=op.f("fk_conformance_run_version_id_policy_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conformance_run")),
    )
    with op.batch_alter_table("conformance_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conformance_run_checked_at"), ["checked_at"], unique=False)

    op.create_table(
        "proposal_decision",
        sa.Column("proposal_id", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_id", sa.String(length=32), nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "decided_by_id <> proposed_by_id", name=op.f("ck_proposal_decision_somebody_else")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_proposal_decision_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "proposed_by_id"],
            ["proposal.id", "proposal.proposed_by_id"],
            name=op.f("fk_proposal_decision_proposal_id_proposed_by_id_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_decision")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_proposal_decision_proposal_id")),
    )
    op.create_table(
        "policy_publication",
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("profile_version", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["proposal_decision.id"],
            name=op.f("fk_policy_publication_decision_id_proposal_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["public_meeting.id"],
            name=op.f("fk_policy_publication_meeting_id_public_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["policy_version.id"],
            name=op.f("fk_policy_publication_version_id_policy_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_publication")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_policy_publication_decision_id")),
        sa.UniqueConstraint("version_id", name=op.f("uq_policy_publication_version_id")),
    )
    with op.batch_alter_table("policy_publication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_publication_effective_on"), ["effective_on"], unique=False
        )

    with op.batch_alter_table("post_held", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("proposal_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_post_held_proposal_id_proposal"), "proposal", ["proposal_id"], ["id"]
        )

    for table in APPEND_ONLY:
        make_append_only(table)
    freeze_published()


def downgrade() -> None:
    thaw_published()
    for table in APPEND_ONLY:
        drop_append_only(table)

    with op.batch_alter_table("post_held", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_post_held_proposal_id_proposal"), type_="foreignkey")
        batch_op.drop_column("proposal_id")
        batch_op.drop_column("basis")

    with op.batch_alter_table("policy_publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_publication_effective_on"))

    op.drop_table("policy_publication")
    op.drop_table("proposal_decision")
    with op.batch_alter_table("conformance_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conformance_run_checked_at"))

    op.drop_table("conformance_run")
    op.drop_table("public_meeting")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_kind_subject_id"))

    op.drop_table("proposal")
    op.drop_table("procedure")
    op.drop_table("policy_version")
    with op.batch_alter_table("policy_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_exception_control"))

    op.drop_table("policy_exception")
