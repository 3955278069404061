"""Data given to others."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "release.recipients",
        "enforced",
        "Data goes only to those the policy and the law allow to have it.",
        "releases",
    ),
    waiting(
        "release.written-request",
        "enforced",
        "Data is released only on a written request that names agency, person and purpose.",
        "releases",
    ),
    waiting(
        "release.approval",
        "enforced",
        "A release is approved by the post the policy names before anything leaves.",
        "releases",
    ),
    waiting(
        "release.kept",
        "duty",
        "The approved request is kept on file.",
        "releases",
    ),
    waiting(
        "release.records-policy",
        "duty",
        "Everybody else is answered under the policy on public records.",
        "releases",
    ),
    waiting(
        "agreements.signed",
        "duty",
        "Sharing with another agency rests on a signed agreement on file.",
        "releases (agreements)",
    ),
)
