"""What a search must state before any plate is shown, and for what the data may be used."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "purposes.no-other",
        "enforced",
        "A search is made for a purpose the policy lists, or it is refused. The refusal goes on record.",
        "the check under way",
    ),
    waiting(
        "reads.official-use",
        "enforced",
        "Plate data is shown only to people signed in with an account of their own, and each sight of it is on record.",
        "the check under way",
    ),
    waiting(
        "search.purpose",
        "enforced",
        "Each search states its purpose and, in the searcher's own words, what the plate has to do with it.",
        "the check under way",
    ),
    waiting(
        "search.case-number",
        "enforced",
        "Each search gives a case number. Where the policy allows for none, it says why there is none.",
        "the check under way",
    ),
    waiting(
        "search.suspicion",
        "enforced",
        "Each search states the articulable suspicion behind it in the searcher's own words.",
        "the check under way",
    ),
    waiting(
        "search.partial-plates",
        "enforced",
        "A plate known only in part can be searched, once three of its characters are known.",
        "the check under way",
    ),
)
