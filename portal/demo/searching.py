"""The searches of the demonstration: several people, each with a reason of their own; one that is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from portal.demo.people import Member
from portal.demo.shots import Script
from portal.demo.stage import Stage
from portal.rules import RuleBroken
from portal.services.reads import opening, searching
from portal.services.reads.searching import NewSearch
from portal.services.work import Work

LOOKED_AT = 2
"""How many of the reads found are opened, with their pictures."""
NO_CASE = "none"


@dataclass(frozen=True)
class Look:
    """One search: how long ago, by the how-manieth user, for which purpose, and what was said."""

    ago: timedelta
    user: int
    purpose: str
    plate: str
    """A plate the script knows: `fresh`, `worked`, `unseen`, the number of a regular, or `partial`."""
    narrative: str
    suspicion: str
    case: str = ""
    no_case_reason: str = ""


LOOKS = (
    Look(
        timedelta(days=16, hours=5),
        1,
        "criminal_investigation",
        "1",
        "Car was left running beside the looted hardware store; owner names a relative who borrowed it.",
        "Two witnesses saw this car leave the store minutes after the alarm.",
        "04471",
    ),
    Look(
        timedelta(days=13, hours=2),
        0,
        "criminal_investigation",
        "partial",
        "Catalytic converter thieves fled in a car of which the neighbour noted the first three characters.",
        "The neighbour's camera shows the car beside the jacked-up van.",
        "04502",
    ),
    Look(
        timedelta(days=11, hours=7),
        2,
        "civil_action",
        "2",
        "Claim against us for the collision at the depot: did the claimant's car pass there that evening?",
        "The claimant's own statement places the car at the collision.",
        "C-0093",
    ),
    Look(
        timedelta(days=9, hours=6),
        3,
        "investigatory_leads",
        "worked",
        "Stolen from a driveway overnight; owner fears it is used for the parcel thefts in the same street.",
        "The owner reported the car stolen this morning.",
        "04526",
    ),
    Look(
        timedelta(days=6, hours=3),
        4,
        "crime_analysis",
        "3",
        "Series of garage burglaries along the canal: does this courier's car pass before each of them?",
        "Three burglary reports describe a car of this kind and colour.",
        "04538",
    ),
    Look(
        timedelta(days=4, hours=9),
        2,
        "administrative_action",
        "unseen",
        "Complaint that a pool car was driven home: checking the mileage log against its sightings.",
        "The mileage log and the complaint contradict each other.",
        "IA-0021",
    ),
    Look(
        timedelta(days=2, hours=7),
        1,
        "other_legitimate",
        "4",
        "Elderly driver with dementia has not come home since breakfast; family asks us to find the sedan.",
        "The family reports the driver missing and at risk.",
        NO_CASE,
        "Missing person call came in minutes ago; the report is being written.",
    ),
    Look(
        timedelta(minutes=30),
        0,
        "criminal_investigation",
        "fresh",
        "Victim of the parking garage robbery gave this plate; where has the coupe been seen since?",
        "The victim saw the robber drive off in this car.",
        "04577",
    ),
)
REFUSED_AGO, REFUSED_USER = timedelta(days=7, hours=4), 3
REFUSED_NARRATIVE = "investigation"


def scenes(script: Script, now: datetime) -> list[tuple[datetime, partial[None]]]:
    """When each search is made, and how it is played."""
    looks = [(now - look.ago, partial(look_up, script=script, look=look)) for look in LOOKS]
    return [*looks, (now - REFUSED_AGO, partial(be_refused, script=script))]


def look_up(stage: Stage, moment: datetime, script: Script, look: Look) -> None:
    """A search, its results, the first reads and pictures; left out where the policy has no such purpose."""
    if look.purpose not in {each.key for each in stage.profile.purposes.search}:
        return
    user = user_number(stage, look.user)
    with stage.act(moment, user) as work:
        made = searching.make(work, new_search(work, script, look))
        search_id = made.id
    with stage.look(moment + timedelta(seconds=2), user) as work:
        page = searching.open_results(work, searching.get_own(work, search_id))
        found = [work.tools.read_ids.hide(read.key) for read in page.reads[:LOOKED_AT]]
    for index, public_id in enumerate(found):
        with stage.look(moment + timedelta(seconds=20 + 30 * index), user) as work:
            under = opening.Under(search=search_id)
            opening.open_read(work, public_id, under)
            opening.open_picture(work, public_id, under)


def user_number(stage: Stage, number: int) -> Member:
    users = stage.company.users
    return users[number % len(users)]


def be_refused(stage: Stage, moment: datetime, script: Script) -> None:
    """One word is no reason: the refusal goes on record as it would from the form."""
    with stage.act(moment, user_number(stage, REFUSED_USER)) as work:
        purpose = work.profile.purposes.search[0].key
        look = Look(REFUSED_AGO, REFUSED_USER, purpose, "0", REFUSED_NARRATIVE, "", "04531")
        wanted = new_search(work, script, look)
        try:
            searching.make(work, wanted)
        except RuleBroken as broken:
            searching.refuse(work, wanted, broken)


def new_search(work: Work, script: Script, look: Look) -> NewSearch:
    rule = work.profile.search
    has_none = look.case == NO_CASE and rule.case_number != "required"
    case = "04560" if look.case == NO_CASE else look.case
    return NewSearch(
        plate=plate_of(script, look.plate),
        state="",
        since=None,
        until=None,
        device=None,
        purpose=look.purpose,
        case_number=NO_CASE if has_none else f"{work.now:%y}-{case}",
        no_case_reason=look.no_case_reason if has_none else "",
        narrative=look.narrative,
        suspicion=look.suspicion if rule.suspicion else "",
        on_behalf_of="",
    )


def plate_of(script: Script, name: str) -> str:
    known = {"fresh": script.fresh, "worked": script.worked, "unseen": script.unseen[0]}
    known["partial"] = f"{script.regulars[1][:3]}*"
    return known[name] if name in known else script.regulars[int(name)]
