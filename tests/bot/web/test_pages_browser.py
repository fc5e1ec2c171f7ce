"""The pages in a real browser: Debian's Chromium, driven by Playwright, that can reach this machine only."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright
from webdata import fill, web_settings

from bot.metrics import Metrics
from bot.store import open_store, sqlite_url
from bot.web.app import create_app
from bot.web.server import WebServer

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser is installed: apt-get install chromium, as .ci/run does"
)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with the archive of `webdata`, in a thread: Playwright blocks this one."""
    folder = tmp_path_factory.mktemp("web")
    started, stop = threading.Event(), asyncio.Event()
    found: dict[str, Any] = {}

    async def serve() -> None:
        async with await open_store(sqlite_url(folder / "kurir.db")) as store:
            await fill(store)
            server = WebServer(create_app(store, web_settings(folder), metrics=Metrics()), "127.0.0.1:0")
            await server.start()
            found.update(port=server.port, loop=asyncio.get_running_loop())
            started.set()
            await stop.wait()
            await server.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert started.wait(20)
    yield f"http://127.0.0.1:{found['port']}"
    found["loop"].call_soon_threadsafe(stop.set)
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """What a page said on its console and asked of others."""

    def __init__(self, page: Page, site: str) -> None:
        self.said: list[str] = []
        self.outside: list[str] = []
        page.on("console", lambda m: self.said.append(m.text))
        page.on("pageerror", lambda e: self.said.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith(site) else self.outside.append(r.url))


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that must stay silent on its console and within the site."""
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    watch = Watch(page, site)
    yield page
    context.close()
    assert watch.said == []
    assert watch.outside == []


@pytest.fixture
def plain(chromium: Browser, site: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    yield context.new_page()
    context.close()


def lit(page: Page) -> set[str]:
    """Ids of what is highlighted, the chosen itself included: by what a reader sees, the background."""
    return set(
        page.evaluate(
            """() => [...document.querySelectorAll(".point[id], .cited")]
                .filter(e => getComputedStyle(e).backgroundColor === "rgb(255, 233, 168)").map(e => e.id)"""
        )
    )


def test_choosing_a_line_lights_its_sentences_and_the_other_way_round(page: Page) -> None:
    """By mouse anywhere on it; Escape ends it."""
    page.goto("/b/5")
    assert lit(page) == set()
    page.click("#p3 .text")
    assert lit(page) == {"p3", "e3", "e4"}
    assert page.inner_text("#chosen") == "2 sentences highlighted."
    page.mouse.move(0, 0)
    page.locator("#e5").click(position={"x": 20, "y": 8})
    page.mouse.move(0, 0)
    assert lit(page) == {"p4", "e5"}
    page.keyboard.press("Escape")
    assert lit(page) == set()


def test_the_keyboard_does_the_same(page: Page) -> None:
    """The links are reached by Tab; a sentence's mark leads to the sentence and takes the focus along."""
    page.goto("/b/5")
    page.focus("#p4 .pick")
    page.keyboard.press("Enter")
    assert lit(page) == {"p4", "e5", "e6"}
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert lit(page) == {"p4", "e5"}
    assert page.evaluate("document.activeElement.closest('.cited').id") == "e5"


def test_a_link_to_a_line_opens_with_it_chosen(page: Page) -> None:
    """As a chat message may link to it."""
    page.goto("/b/5#p3")
    assert lit(page) == {"p3", "e3", "e4"}


def test_it_works_without_javascript(plain: Page) -> None:
    """The same links light up both ways, details open, and search is a form."""
    plain.goto("/b/5")
    plain.click("#p3 .pick")
    assert lit(plain) == {"p3", "e3", "e4"}
    plain.click("#e5 .number")
    assert lit(plain) == {"p4", "e5"}
    plain.click(".translation summary >> nth=1")
    assert plain.locator(".translation").nth(1).get_by_text("smokescreen").is_visible()
    plain.fill("#q", "Nebelwand")
    plain.press("#q", "Enter")
    assert plain.locator("h2 a").all_inner_texts() == ["Doubts in London"]


def test_search_finds_in_any_script(page: Page) -> None:
    """And says so when nothing is found."""
    page.goto("/")
    page.fill("#q", "димова")
    page.click("text=Search >> nth=-1")
    page.wait_for_url("**q=*")
    assert page.locator("h2 a").all_inner_texts() == ["Talks “a smokescreen”, says Truss"]
    page.fill("#q", "xyzzy")
    page.press("#q", "Enter")
    assert page.get_by_text("No briefing matches “xyzzy”").is_visible()


@pytest.mark.parametrize(
    ("scheme", "paths"),
    [("light", ("/", "/b/5#p3", "/b/99")), ("dark", ("/?q=truss&language=uk", "/b/5#p3"))],
)
def test_axe_finds_nothing_serious(chromium: Browser, site: str, scheme: Any, paths: tuple[str, ...]) -> None:
    """Contrast, names, roles, order: in both colour schemes, with a line chosen and details open."""
    context = chromium.new_context(
        base_url=site, color_scheme=scheme, bypass_csp=True
    )  # for axe's own script
    page = context.new_page()
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = Axe().run(page).response["violations"]
        serious = [
            f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in {"serious", "critical"}
        ]
        assert serious == [], path
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(chromium: Browser, site: str, width: int) -> None:
    """No sideways scrolling on a phone or a desk."""
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("/", "/b/5", "/b/4"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_a_number_stands_on_the_line_where_its_sentence_ends(
    chromium: Browser, site: str, width: int
) -> None:
    """At the beginning of the next line it would seem to be the next sentence's."""
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/b/5")
    apart = page.evaluate(
        """() => [...document.querySelectorAll(".cited")].filter(e => {
            const last = [...e.querySelector(".wording").getClientRects()].at(-1);
            return e.querySelector(".number").getBoundingClientRect().top > last.bottom;
        }).map(e => e.id)"""
    )
    assert apart == []
    context.close()


def test_on_paper_there_is_the_evidence_and_nothing_to_click(page: Page) -> None:
    """Translations are open, the original stands below the briefing, and no colour is needed."""
    page.goto("/b/5#p3")
    page.emulate_media(media="print")
    assert page.locator(".translation p").first.is_visible()
    assert not page.locator(".quick").is_visible()
    assert lit(page) == set()
    points, original = (page.locator(s).bounding_box() for s in (".points", ".original"))
    assert points
    assert original
    assert original["y"] >= points["y"] + points["height"]
