"""Nothing vacuous is green: what was not collected, not run, or asked nothing never makes a run conformant."""

from __future__ import annotations

import re

import pytest
from judging import Bench, Run
from serving import Store

REQUIREMENT = "customer-message-is-kept"
ASKING = """\
import pytest

@pytest.fixture
def ask(request):
    run = request.config.pluginmanager.get_plugin("checkout-conformance-run").session
    return lambda: run.server(run.target.token).get_cart("00000000-0000-4000-8000-000000000000")
"""
PASSING = f"""\
import pytest

@pytest.mark.requirement("{REQUIREMENT}")
def test_one(ask):
    ask()

@pytest.mark.requirement("{REQUIREMENT}")
def test_another(ask):
    ask()
"""
MARKED = f"import pytest\n\n@pytest.mark.requirement('{REQUIREMENT}')\n"
BROKEN = "def test_nothing(:\n"
DYING = f"{MARKED}def test_dies():\n    import os\n    os.kill(os.getpid(), 9)\n"


def judged(bench: Bench, beside: str, *arguments: str) -> Run:
    """A requirement judged by two checks that pass and whatever stands in a second module."""
    (bench.place / "conftest.py").write_text(ASKING, encoding="utf-8")
    (bench.place / "test_passing.py").write_text(PASSING, encoding="utf-8")
    (bench.place / "test_beside.py").write_text(beside, encoding="utf-8")
    return bench.pytest("--target=emulator", f"--requirement={REQUIREMENT}", ".", *arguments)


def test_checks_that_pass_make_a_run_conformant(bench: Bench) -> None:
    run = judged(bench, "")

    assert (run.verdict, run.code) == ("conformant", 0)


# One check that said nothing outweighs the two that passed.
NOT_EXECUTED = "no requirement was executed"
BESIDE = {
    "a module that can't be read": (BROKEN, (), "test_beside.py could not be collected"),
    "a module that can't be read, passed over": (
        BROKEN,
        ("--continue-on-collection-errors",),
        "test_beside.py could not be collected",
    ),
    "a module that skips itself": (
        "import pytest\npytest.skip('later', allow_module_level=True)\n",
        (),
        "test_beside.py could not be collected",
    ),
    "a check that crashes": (f"{MARKED}def test_it(ask):\n    ask()\n    {{}}['a']\n", (), NOT_EXECUTED),
    "a check that asks nothing": (f"{MARKED}def test_it():\n    pass\n", (), NOT_EXECUTED),
    "a check that is skipped": (f"{MARKED}@pytest.mark.skip\ndef test_it():\n    pass\n", (), NOT_EXECUTED),
    "a check that is not run": (
        f"{MARKED}@pytest.mark.xfail(run=False)\ndef test_it():\n    pass\n",
        (),
        NOT_EXECUTED,
    ),
    "a check whose fixture is missing": (f"{MARKED}def test_it(nosuch):\n    pass\n", (), NOT_EXECUTED),
    "a check that can't clean up": (
        f"{MARKED}def test_it(request, ask):\n    ask()\n    request.addfinalizer(lambda: 1 / 0)\n",
        (),
        NOT_EXECUTED,
    ),
    "a check that leaves early": (
        f"{MARKED}def test_it(ask):\n    ask()\n    pytest.exit('enough', returncode=0)\n",
        (),
        "checks did not come to their end",
    ),
}


@pytest.mark.parametrize(("beside", "arguments", "reason"), BESIDE.values(), ids=BESIDE)
def test_what_could_not_run_keeps_a_run_from_being_conformant(
    bench: Bench, beside: str, arguments: tuple[str, ...], reason: str
) -> None:
    run = judged(bench, beside, *arguments)

    assert (run.verdict, run.code) == ("incomplete", 3)
    assert reason in run.report["reason"]


@pytest.mark.slow
def test_what_happens_to_workers_keeps_a_run_from_being_conformant(bench: Bench) -> None:
    (bench.place / "test_broken.py").write_text(BROKEN, encoding="utf-8")
    run = judged(bench, DYING, "-n", "2")

    assert (run.verdict, run.code) == ("incomplete", 3)
    assert "test_broken.py could not be collected" in run.report["reason"]
    assert re.search(r"worker gw\d broke down", run.report["reason"])


def test_a_requirement_of_which_all_checks_are_skipped_could_not_run(bench: Bench) -> None:
    (bench.place / "test_it.py").write_text(f"{MARKED}@pytest.mark.skip('later')\ndef test_it():\n    pass\n")
    run = bench.pytest("--target=emulator", f"--requirement={REQUIREMENT}", ".")

    assert run.outcomes == {REQUIREMENT: "could-not-run"}
    assert run.code == 3


def test_a_check_of_an_unknown_requirement_is_a_mistake(bench: Bench) -> None:
    run = judged(
        bench, "import pytest\n\n@pytest.mark.requirement('customer-message-is-kep')\ndef test_it():\n    pass\n"
    )

    assert run.code == 2
    assert "no requirement has the id `customer-message-is-kep`" in run.said
    assert "did you mean customer-message-is-kept" in run.said
    assert "Traceback" not in run.said


def test_a_target_that_lacks_all_that_was_asked_for_is_not_conformant(
    bench: Bench, live_store: tuple[Store, str]
) -> None:
    store, url = live_store
    target = bench.target(url, store.settings.token, "[capabilities]\ncoupons = false\n")
    run = bench.command("--target", target, "--requirement", "coupon-delete-removes")

    assert run.outcomes == {"coupon-delete-removes": "not-applicable"}
    assert (run.verdict, run.code) == ("incomplete", 3)


def test_a_run_that_selects_nothing_is_incomplete(bench: Bench) -> None:
    run = bench.command("-k", "nosuch")

    assert (run.verdict, run.report["reason"], run.code) == ("incomplete", "nothing was selected", 3)
