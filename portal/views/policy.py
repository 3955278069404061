"""The public pages: the policy in force and what carries it out, its versions and their changes, its completeness."""

from flask import Response, g

from portal.access import Duty
from portal.agencies.gaps import gaps
from portal.controls.public_page import sections_of, shown
from portal.services import setup
from portal.services.policy import differences, page
from portal.web.render import render
from portal.web.section import Section

section = Section("policy", "/policy")


@section.get("", access="public", kept=True)
def show() -> Response:
    return render(
        "policy/show.html",
        page=shown(g.work),
        gaps=gaps(g.work.profile),
        invented=setup.invented(g.work.session),
        topics=page.topics(g.work.profile),
        duty=Duty,
    )


@section.get("/versions", access="public", kept=True)
def versions() -> Response:
    in_force = page.version_in_force(g.work)
    return render(
        "policy/versions.html",
        versions=page.shown_versions(g.work.session),
        in_force=in_force.number if in_force else None,
    )


@section.get("/versions/<int:version>", access="public", kept=True)
def version(version: int) -> Response:
    found = page.published_version(g.work.session, version)
    in_force = page.version_in_force(g.work)
    newer, older = page.newer_and_older(page.shown_versions(g.work.session), version)
    return render(
        "policy/version.html",
        number=version,
        version=page.shown_version(found),
        sections=sections_of(found, {}, {}),
        in_force=in_force.number if in_force else None,
        newer=newer,
        older=older,
    )


@section.get("/versions/<int:old>/changes/<int:new>", access="public", kept=True)
def changes(old: int, new: int) -> Response:
    before = page.published_version(g.work.session, old)
    after = page.published_version(g.work.session, new)
    return render(
        "policy/changes.html",
        old=page.shown_version(before),
        new=page.shown_version(after),
        titles=differences.compare_titles(before, after),
        differences=differences.compare(before, after),
    )


@section.get("/completeness", access="public", kept=True)
def completeness() -> Response:
    return render("policy/completeness.html", elements=page.elements(g.work))
