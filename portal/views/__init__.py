"""The pages, one file a subject: load, act, go."""

from portal.views import (
    evidence,
    hits,
    home,
    hotlists,
    law,
    policy,
    reads,
    reports,
    retention,
    setup,
    signin,
    system,
)
from portal.web.section import Section

SECTIONS: list[Section] = [
    home.section,
    signin.section,
    policy.section,
    law.section,
    setup.section,
    reads.section,
    hotlists.section,
    hits.section,
    evidence.section,
    retention.section,
    reports.section,
    system.section,
]
