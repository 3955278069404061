"""The pages, one file a subject: load, act, go."""

from portal.views import (
    evidence,
    hits,
    home,
    hotlists,
    policy,
    policy_files,
    policy_text,
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
    policy_files.section,
    policy_text.section,
    reads.section,
    hotlists.section,
    hits.section,
    evidence.section,
    retention.section,
    reports.section,
    system.section,
]
