"""Before a doubtful read: the pages say why to look closely, and every one of them fits a telephone."""

import re
from collections.abc import Callable

from portal.demo.pictures import draw_scene
from portal.services.reads.recognise import NOTHING
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Office
from tests.screens import Person
from tests.services.doing import PLATE, live_entry
from tests.services.reads_on_file import receive_seen
from tests.views.test_reads import POOR, UNSURE

pytestmark = ON_SQLITE
"""The services behind these pages are tested on both."""


def test_a_doubtful_hit_and_the_reads_beside_it(
    office: Office, person: Callable[[], Person], clock: Clock
) -> None:
    officer, dispatcher = office.hire("patrol_officer"), office.hire("dispatcher")
    commander = office.hire("captain", "operations_division_commander")
    live_entry(office, officer, commander)
    receive_seen(office.app, clock.now, [POOR, UNSURE], draw_scene(PLATE, seed=3))
    receive_seen(office.app, clock.now, [NOTHING], draw_scene(PLATE, seed=4))

    console = person()
    console.signs_in(dispatcher)
    console.opens("/hits/")
    console.follows(PLATE)
    assert console.sees(
        "Read with 72 % certainty only. The plate runs out of the picture. Seen from far: 58 px wide."
    )

    desk = person()
    desk.signs_in(officer)
    desk.opens("/reads/")
    desk.fills(
        since="2026-11-02T00:00",
        until="2026-11-02T23:00",
        narrative="Which cars passed before the shop was robbed.",
        case_number="26-01871",
    )
    desk.chooses(device="1", purpose="criminal_investigation")
    desk.presses("Search")
    results = desk.page.url.removeprefix(desk.address)
    for row, said in (
        (PLATE, "narrow"),
        ("Perhaps", "It was not read."),
        ("No plate read", "No plate was found"),
    ):
        desk.opens(results)
        desk.page.get_by_role("rowheader").filter(has_text=re.compile(row)).get_by_role("link").click()
        assert desk.sees(said)
        desk.looks()
