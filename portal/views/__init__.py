"""The pages, one file a subject: load, act, go."""

from portal.views import (
    authority,
    conformance,
    evidence,
    exceptions,
    hits,
    home,
    hotlists,
    law,
    policy,
    policy_files,
    policy_text,
    posts,
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
    policy_files.section,
    policy_text.section,
    law.section,
    setup.section,
    reads.section,
    hotlists.section,
    hits.section,
    evidence.section,
    retention.section,
    conformance.section,
    exceptions.section,
    posts.section,
    authority.section,
    reports.section,
    system.section,
]
