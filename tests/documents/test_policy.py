"""The public page as a PDF, read back: the same words, in either language, and nothing typed into it takes effect."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from portal.agencies.gaps import gaps
from portal.agencies.profile import Profile, load, slugs
from portal.documents.policy import policy_document
from portal.rules.public_page import (
    Carried,
    Shown,
    ShownClause,
    ShownElement,
    ShownProcedure,
    ShownPurge,
    ShownSection,
    ShownVersion,
)

CHECKED = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
"""The evening before in California."""
KEPT = Carried("a.b", "enforced", "Nobody looks without a reason.", "pass", "412 looked at.", 0, CHECKED)
BROKEN = Carried("a.c", "duty", "Somebody holds the post.", "fail", "The post is vacant.", 1, CHECKED)
VERSION = ShownVersion(
    2, "Cameras", date(2026, 5, 1), date(2026, 6, 1), "Town Council", date(2026, 4, 1), "https://x.test"
)
PAGE = Shown(
    version=VERSION,
    sections=(
        ShownSection(
            "466.1",
            "Aim",
            (
                ShownClause("466.1(para 1)", "Cameras help the town.", 0, "shall", (KEPT, BROKEN)),
                ShownClause("466.1(a)", "Nobody looks for a friend.", 1, "shall", ()),
            ),
        ),
    ),
    versions=(VERSION,),
    custodian=("Invented Commander",),
    designee=("Morgan Ellery",),
    purge=ShownPurge(CHECKED, 1204, 1100, 3),
    checked_at=CHECKED,
    procedures=(ShownProcedure("Invented procedure", "466.1", "First.\nThen.", "", date(2026, 7, 1)),),
    elements=(
        ShownElement(
            "purposes", "Purposes", "What for.", "Civil Code 1798.90.51", "thin", ("466.1(a)",), None, "How often."
        ),
    ),
    day=date(2026, 11, 2),
)  # fmt: skip


@pytest.fixture(scope="module")
def barstow() -> Profile:
    return load("barstow")


def read(page: Shown, profile: Profile, language: str = "en") -> PdfReader:
    rules = [("purposes", profile.rules[:2]), ("retention", profile.rules[2:4])]
    return PdfReader(io.BytesIO(policy_document(page, profile, rules, gaps(profile), language)))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    "said",
    [
        "Version 2, in force since 1 Jun 2026, adopted on 1 May 2026",
        "Town Council, 1 Apr 2026",
        "Invented Commander (Morgan Ellery)",
        "1 Nov 2026 Kept: 1 · Not kept: 1",
        "As it stood on 2 Nov 2026",
        "§ 466.1(para 1) Cameras help the town.",
        "Kept · Enforced by the portal · 1 Nov 2026 412 looked at.",
        "Not kept · A duty with its record · 1 Nov 2026 The post is vacant.",
        "Nothing is bound to this clause yet.",
        "1,204 reads and 1,100 pictures destroyed, 3 kept under a hold.",
        "Thin How often. 466.1(a)",
        "Invented procedure § 466.1 Published on 1 Jul 2026. First. Then.",
        "Page 1 of",
    ],
)
def test_it_says(barstow: Profile, said: str) -> None:
    assert said in text_of(read(PAGE, barstow))


@pytest.mark.parametrize(
    "said",
    [
        "Versión 2, vigente desde el 1 jun 2026, adoptada el 1 may 2026",
        "1 nov 2026 Se cumple: 1 · No se cumple: 1",
        "Situación al 2 nov 2026",
        "Para qué se puede usar",
        "Cameras help the town.",
        "Página 1 de",
        "se destruyeron 1,204 lecturas y 1,100 fotografías; 3 se conservan",
    ],
)
def test_it_says_so_in_spanish(barstow: Profile, said: str) -> None:
    reader = read(PAGE, barstow, "es")

    assert said in text_of(reader)
    assert reader.trailer["/Root"]["/Lang"] == "es"


@pytest.mark.parametrize("slug", slugs())
def test_every_agency_has_it_before_a_text_is_published(slug: str) -> None:
    profile = load(slug)
    bare = replace(PAGE, version=None, sections=(), versions=(), custodian=(), designee=(), purge=None)
    text = text_of(read(replace(bare, checked_at=None, procedures=()), profile))

    assert "Not published here yet" in text
    assert "none has run yet" in text
    assert ("What the adopted text leaves open" in text) is bool(gaps(profile))


def test_it_is_tagged_titled_and_in_a_language(barstow: Profile) -> None:
    reader = read(PAGE, barstow)

    assert reader.metadata is not None
    assert reader.metadata.title == (
        "License plate readers: the rules and how they are kept, Barstow Police Department"
    )
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_what_was_typed_is_inert(barstow: Profile) -> None:
    typed = '<a rel="attachment" href="file:///etc/passwd">x</a>{{ 7 * 7 }}'
    clause = ShownClause("466.1(a)", typed, 1, None, (replace(KEPT, evidence=typed),))
    hostile = replace(
        PAGE,
        sections=(ShownSection("466.1", typed, (clause,)),),
        procedures=(replace(PAGE.procedures[0], title=typed, body=typed),),
    )

    reader = read(hostile, barstow)

    assert "".join(text_of(reader).split()).count("".join(typed.split())) >= 5
    assert not reader.attachments


def test_the_same_page_makes_the_same_bytes(barstow: Profile) -> None:
    def made() -> bytes:
        return policy_document(PAGE, barstow, [], [], "en")

    assert made() == made()
