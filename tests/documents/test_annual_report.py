"""The annual report as its reader gets it: every figure in it, well set, and inert."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from portal.agencies.profile import Profile, load, slugs
from portal.documents.annual_report import Made, annual_report, counted, percent
from portal.rules.annual import (
    Accesses,
    AnnualNumbers,
    Approver,
    Fraction,
    Hits,
    Holds,
    Hotlist,
    Purges,
    Refusals,
    Searches,
)

ZONE = ZoneInfo("America/Los_Angeles")
AFTER = datetime(2027, 1, 12, 18, 30, tzinfo=UTC)
EMPTY = AnnualNumbers(
    year=2026,
    since=datetime(2026, 1, 1, tzinfo=ZONE),
    until=datetime(2027, 1, 1, tzinfo=ZONE),
    rows=0,
    last_seq=1,
    policy_versions=(),
    accesses=Accesses({}, {}, 0),
    searches=Searches({}, {}, 0, 0),
    hotlist=Hotlist(0, 0, ()),
    hits=Hits(0, 0, 0),
    purges=(),
    holds=Holds({}, 0),
    refusals=Refusals({}, {}, {}),
    signins=0,
    records_opened=0,
    reports_made=0,
)
FULL = replace(
    EMPTY,
    rows=48_211,
    last_seq=48_390,
    policy_versions=("policy 466, profile 0123456789ab",),
    accesses=Accesses(
        {"search.results-opened": 1_250, "read.opened": 801}, {"criminal_investigation": 2_051}, 37
    ),
    searches=Searches(
        {"criminal_investigation": 1_132}, {"reason.says-nothing": 31, "case.missing": 17}, 61, 2
    ),
    hotlist=Hotlist(41, 6, (Approver("Dana Whitfield", "Operations Division Commander", 35, 5, 4),)),
    hits=Hits(17, 9, 5),
    purges=(Purges("server", 364, 120_422, 119_801, 12),),
    holds=Holds({"likely-evidence": 10}, 14),
    refusals=Refusals({"access.barred": 7}, {"approval.own-request": 3}, {"password": 120}),
    signins=5_120,
    records_opened=22,
    reports_made=1,
)


@pytest.fixture(scope="module")
def barstow() -> Profile:
    return load("barstow")


def read(numbers: AnnualNumbers, profile: Profile, by: str = "Ada Admin") -> PdfReader:
    return PdfReader(io.BytesIO(annual_report(numbers, profile, Made(AFTER, by, "Administrator"))))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def full(barstow: Profile) -> PdfReader:
    return read(FULL, barstow)


@pytest.mark.parametrize(
    "said",
    [
        "Annual ALPR report 2026",
        "Chief of Police (§ 466.6(d))",
        "466, Automated License Plate Readers (ALPRs)",
        "12 January 2027, 10:30 PST by Ada Admin, Administrator",
        "up to row 48,390; 48,211 entries in the period",
        "made 1,132 searches of plate data, and 48 more were asked for and refused",
        "95.9 % of what was asked for was within the policy",
        "looked at 2,051 times by 37 people",
        "41 custom hotlist entries were requested, 35 approved and 4 denied",
        "17 hits, of which 9 confirmed positive and 5 negative",
        "120,422 reads and 119,801 pictures past their retention, and 10 holds were placed",
        "1,132 made of 1,180 asked for (1,132 made, 48 refused): 95.9 %",
        "Criminal investigation 1,132 100.0 %",
        "The narrative said nothing of its own 31 64.5 %",
        "Given 1,069 None, with the reason 61 Neither number nor reason 2",
        "Search results opened 1,250 60.9 %",
        "Approved after such a statement 5",
        "Dana Whitfield Operations Division Commander 35 5 4",
        "Positive 9 Negative 5 None on record 3 Raised in all 17",
        "Department server 364 120,422 119,801 12",
        "Likely evidence 10 100.0 %",
        "They keep 14 reads.",
        "Training or clearance missing 7",
        "Approval own request 3",
        "Signed in 5,120 Failed: wrong user name or password 120",
        "opened or exported 22 times",
        "policy 466, profile 0123456789ab",
        "Page 1 of",
    ],
)
def test_the_report_says(full: PdfReader, said: str) -> None:
    assert said in text_of(full)


def test_nothing_is_preliminary_about_a_year_that_is_over(full: PdfReader, barstow: Profile) -> None:
    assert "preliminary" not in text_of(full)
    early = annual_report(FULL, barstow, Made(datetime(2027, 1, 1, 7, 59, tzinfo=UTC), "Ada Admin"))
    assert "preliminary: the year has not ended" in text_of(PdfReader(io.BytesIO(early)))


def test_an_empty_year_says_so_in_every_section(barstow: Profile) -> None:
    text = text_of(read(EMPTY, barstow))

    assert text.count("Nothing to report:") == 9
    assert "In 2026 nobody searched plate data" in text
    assert "Nothing was purged and no hold was placed." in text


@pytest.mark.parametrize("slug", slugs())
def test_every_agency_has_its_report(slug: str) -> None:
    profile = load(slug)
    text = text_of(read(FULL, profile))

    assert profile.agency.name in text
    for recipient in profile.holders_of(profile.annual_report.to):
        assert recipient in text
    assert ("asks for no annual report" in text) is not profile.annual_report.required


def test_it_is_tagged_titled_and_in_a_language(full: PdfReader) -> None:
    root = full.trailer["/Root"]

    assert full.metadata is not None
    assert full.metadata.title == "Annual ALPR report 2026, Barstow Police Department"
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root


def test_its_fonts_are_embedded_and_are_the_portals(full: PdfReader) -> None:
    fonts = [font.get_object() for page in full.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]

    assert {str(each["/FontName"]).partition("+")[2].partition("-S")[0] for each in descriptors} <= {
        "Public-Sans",
        "Public-Sans-Bold",
        "Public-Sans-Italic",
        "Public",
    }
    assert all(embedded(each) for each in descriptors)


def embedded(descriptor: DictionaryObject) -> bool:
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_what_was_typed_into_the_record_is_inert(barstow: Profile) -> None:
    typed = '<a rel="attachment" href="file:///etc/passwd">x</a>{{ 7 * 7 }}'
    hostile = replace(
        FULL,
        hotlist=Hotlist(1, 0, (Approver(typed, typed, 1, 0, 0),)),
        searches=Searches({typed: 1}, {typed: 1}, 0, 0),
        policy_versions=(typed,),
    )

    reader = read(hostile, barstow, by=typed)
    assert "".join(text_of(reader).split()).count("".join(typed.split())) >= 4
    assert not reader.attachments


def test_the_same_figures_make_the_same_bytes(barstow: Profile) -> None:
    made = Made(AFTER, "Ada Admin")
    assert annual_report(FULL, barstow, made) == annual_report(FULL, barstow, made)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(1), "100.0 %"),
        (Fraction(9_999, 10_000), "99.9 %"),
        (Fraction(0), "0.0 %"),
        (Fraction(2, 3), "66.6 %"),
    ],
)
def test_a_share_is_cut_and_never_rounded_up_to_everything(share: Fraction, said: str) -> None:
    assert percent(share) == said


def test_one_is_told_from_many() -> None:
    assert [counted(n, "search", "searches") for n in (0, 1, 1_204)] == [
        "no searches",
        "1 search",
        "1,204 searches",
    ]
