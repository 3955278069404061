"""The committed front end keeps to the content security policy: nothing inline, nothing from elsewhere."""

import json
import re
from pathlib import Path

PORTAL = Path(__file__).parents[2] / "portal"
STATIC = PORTAL / "static"
STYLE_SHEET = STATIC / "css" / "portal.css"
CONFIG = PORTAL / "templates" / "shared" / "_htmx.json"


def templates() -> dict[str, str]:
    found = {str(path.relative_to(PORTAL)): path.read_text() for path in PORTAL.rglob("templates/**/*.html")}
    assert "templates/shared/page.html" in found
    return found


def offenders(pattern: str) -> list[str]:
    return [name for name, text in templates().items() if re.search(pattern, text, re.IGNORECASE)]


def test_the_style_sheet_names_only_files_that_are_here() -> None:
    addresses = set(re.findall(r'url\("?([^")]*)"?\)', STYLE_SHEET.read_text())) - {""}
    assert len(addresses) > 5
    missing = [each for each in addresses if not (STYLE_SHEET.parent / each).resolve().is_file()]
    assert missing == []


def test_no_template_holds_inline_style() -> None:
    assert offenders(r"<style|\sstyle\s*=") == []


def test_no_template_holds_inline_script() -> None:
    assert offenders(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:|hx-on|js:") == []


def test_htmx_attributes_are_valid_html() -> None:
    assert offenders(r"(?<!data-)\bhx-[a-z]") == []


def test_no_template_fetches_from_elsewhere() -> None:
    assert offenders(r"(?:src|href)=[\"']?(?:https?:)?//") == []


def test_htmx_neither_evaluates_nor_caches_nor_leaves_the_site() -> None:
    config = json.loads(CONFIG.read_text())
    assert config["allowEval"] is False
    assert config["selfRequestsOnly"] is True
    assert config["historyCacheSize"] == 0
    assert config["includeIndicatorStyles"] is False


def handling(status: int) -> dict[str, object]:
    """The entry htmx takes for a status: the first whose pattern is found in it."""
    entries: list[dict[str, object]] = json.loads(CONFIG.read_text())["responseHandling"]
    return next(entry for entry in entries if re.search(str(entry["code"]), str(status)))


def test_a_failed_form_is_swapped_in_place() -> None:
    assert handling(422) == {"code": "422", "swap": True}


def test_an_unchanged_poll_swaps_nothing() -> None:
    assert handling(204)["swap"] is False


def test_refusals_and_failures_go_to_the_messages() -> None:
    for status in (403, 409, 500, 503):
        assert (handling(status)["target"], handling(status)["swapOverride"]) == ("#messages", "innerHTML")


def test_the_vendored_htmx_is_the_pinned_one() -> None:
    assert 'version:"2.0.11"' in (STATIC / "js" / "htmx-2.0.11.min.js").read_text()


def test_each_vendored_thing_has_its_licence_beside_it() -> None:
    licences = {str(path.relative_to(STATIC)) for path in STATIC.rglob("LICENSE*")}
    assert licences == {
        "css/LICENSE-uswds.md",
        "fonts/LICENSE-PublicSans.txt",
        "fonts/LICENSE-RobotoMono.txt",
        "js/LICENSE-htmx.txt",
    }


def test_the_front_end_stays_below_one_megabyte() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 1_000_000
