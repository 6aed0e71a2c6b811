"""`report.html`: one well-formed page that needs nothing else, whatever the target said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from run_records import GREETING, RICH, RUNS, TAX, TITLE, Run, exchange, failed, finding, judged, record

from conformance.signoff import page
from conformance.signoff.page import BODY_LENGTH, pretty
from conformance.verdict import RunRecord
from conformance.verdict.values import Request, Response

VOID = {"meta", "br", "hr", "img", "link", "input"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</pre></details><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- <style>body{display:none}</style>",
    "&lt;script&gt;",
]
pages = pytest.mark.parametrize(
    "run", [*RUNS, Run("everything at once", RICH, "non-conformant", 1)], ids=lambda run: run.name
)


@dataclass
class Page(HTMLParser):
    """Reads a page and keeps what a test asks for."""

    html: str
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def rendered(run: RunRecord) -> Page:
    return Page(page.render(run, judged(run)))


def hostile(text: str) -> RunRecord:
    """A run in which the target said ``text`` wherever a target can say something."""
    said = exchange()
    request = Request(method="GET", url=f"http://store.test/{text}", headers=((text, text),), body=text)
    spoken = type(said)(
        id="e1",
        check=text,
        operation=text,
        request=request,
        response=Response(status=200, headers=((text, text),), body=text),
        trouble=text,
    )
    return record(failed(TAX, text), finding(TAX, reason=text), spoken, target={text: text}, stopped=text)


@pages
def test_every_tag_is_closed_in_its_place(run: Run) -> None:
    read = rendered(run.record)

    assert (read.wrong, read.open) == ([], [])


@pages
def test_every_anchor_stands_once_and_every_link_leads_to_one(run: Run) -> None:
    read = rendered(run.record)

    anchors = read.every("id")
    links = read.every("href")
    assert sorted(set(anchors)) == sorted(anchors)
    assert [link for link in links if link.removeprefix("#") not in anchors] == []


@pages
def test_a_page_fetches_nothing_and_runs_nothing(run: Run) -> None:
    read = rendered(run.record)

    assert {"script", "link", "img", "iframe", "object"}.isdisjoint(read.tags)
    assert read.every("src") == []
    assert "url(" not in read.html
    assert "@import" not in read.html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_target_says_stays_text(text: str) -> None:
    harmless, read = rendered(hostile("harmless")), rendered(hostile(text))

    assert read.tags == harmless.tags
    assert [name for name, _ in read.attributes] == [name for name, _ in harmless.attributes]
    # In the line for the shell the text is quoted for the shell.
    told, told_harmless = read.text.split("Send it again")[0], harmless.text.split("Send it again")[0]
    assert told.count(text) == told_harmless.count("harmless")


def test_every_requirement_has_an_anchor_and_its_status_in_words() -> None:
    read = rendered(RICH)

    assert {GREETING, TAX, TITLE} <= set(read.every("id"))
    assert re.search(r"✗\s*failed", read.text)
    assert re.search(r"!\s*warned", read.text)


def test_findings_stand_before_the_list_of_all_requirements() -> None:
    html = page.render(RICH, judged(RICH))

    assert html.index('id="finding-checkout-total-adds-up"') < html.index('id="checkout-total-adds-up"')


def test_an_exchange_is_shown_once_and_linked_from_later_findings() -> None:
    html = page.render(RICH, judged(RICH))

    assert html.count('id="exchange-e1"') == 1
    assert html.count('href="#exchange-e1"') == 2


def test_exchanges_past_the_first_few_and_lost_ones_are_counted() -> None:
    text = rendered(RICH).text

    assert "More exchanges named in report.json: 2." in text
    assert "More exchanges named in report.json: 1." in text


def test_the_evidence_has_a_line_for_the_shell_without_the_secret() -> None:
    text = rendered(RICH).text

    assert """curl -X GET 'http://store.test/stores/abc/v3/checkouts/1?include=cart'""" in text
    assert """'X-Auth-Token: '"$X_AUTH_TOKEN\"""" in text


def test_coverage_and_drift_are_told() -> None:
    text = rendered(RICH).text

    assert "3 operations; 2 never answered with a 2xx." in text
    assert "undocumented field `isFree`" in text


def test_a_json_body_is_indented_and_its_numbers_stay_as_sent() -> None:
    assert pretty('{"total":10.00}') == '{\n  "total": 10.00\n}'


@pytest.mark.parametrize("body", ["", "plain", "{broken", "[" * 100_000, "half \ud83d"], ids=range(5))
def test_a_body_that_is_no_json_is_shown_as_it_is(body: str) -> None:
    assert pretty(body).startswith(body[:BODY_LENGTH])


def test_a_long_body_is_cut_and_says_so() -> None:
    shown = pretty("x" * (BODY_LENGTH + 5))

    assert shown.endswith("x\n… 5 more characters, see report.json")
