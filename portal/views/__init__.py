"""The pages, one file a subject: load, act, go."""

from portal.views import (
    evidence,
    hits,
    home,
    hotlists,
    policy,
    posts,
    reads,
    reports,
    retention,
    signin,
    system,
)
from portal.web.section import Section

SECTIONS: list[Section] = [
    home.section,
    signin.section,
    policy.section,
    reads.section,
    hotlists.section,
    hits.section,
    evidence.section,
    retention.section,
    posts.section,
    reports.section,
    system.section,
]
