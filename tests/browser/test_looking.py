"""What makes the stories able to fail: each of the things a person looks for is told when it is there."""

from collections.abc import Callable

import pytest

from tests.databases import ON_SQLITE
from tests.screens import Person

pytestmark = ON_SQLITE
PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1>{}</main></body></html>'


def test_a_page_in_order_is_let_through(person: Callable[..., Person]) -> None:
    desk = person()
    desk.page.set_content(PAGE.format("<p>Nothing is wrong here.</p>"))

    desk.looks()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ('<img src="x.png">', "image-alt"),
        ('<p style="color: #ccc; background: #fff">Hardly to be read</p>', "color-contrast"),
        ('<label>Plate</label><input type="text">', "label"),
        ('<div style="width: 900px">Wide</div>', "px wide on a telephone"),
    ],
)
def test_a_fault_is_told(person: Callable[..., Person], fault: str, told: str) -> None:
    desk = person()
    desk.page.set_content(PAGE.format(fault))

    with pytest.raises(AssertionError, match=told):
        desk.looks()


def test_a_refused_style_is_told(person: Callable[..., Person]) -> None:
    desk = person()
    desk.opens("/policy")
    desk.page.evaluate("() => { document.querySelector('h1').setAttribute('style', 'color: red'); }")
    desk.page.wait_for_function("() => true")

    with pytest.raises(AssertionError, match="Content Security"):
        desk.looks()
