"""``python -m benchmarks.schemathesis_cli``: runs Schemathesis over both faces of the emulator and sums up.

Exit code 1 when it finds something, when fewer than half of the well-formed requests are accepted, or when its
walks never make an order.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.schemathesis_cli.summary import Summary, notes_in, page, summarise

ROOT = Path(__file__).resolve().parents[2]
FACES = {"server": "/stores/emulator/v3", "storefront": "/api/storefront"}
TOKEN = "emulator-token"  # noqa: S105 - the made-up token of a made-up store
# Most answers must get past the door, or the run has only looked at refusals.
LEAST_SHARE = 0.5
# Seconds for the emulator to come up on a machine that is busy with other runs.
PATIENCE = 60

CONFIG = """
seed = 1
continue-on-failure = true
workers = 1
hooks = "benchmarks.schemathesis_cli.hooks"

[headers]
X-Auth-Token = "emulator-token"

[generation]
max-examples = 20
database = "none"
# A broken session or token is refused for that alone; the check of credentials has its own probes.
with-security-parameters = false

[cache]
enabled = false

[checks.positive_data_acceptance]
# 404: an earlier step deleted it. 409: the version that was made up is not the current one.
expected-statuses = ["2xx", "3xx", "404", "409"]

[phases.stateful]
max-steps = 12

[phases.stateful.generation]
mode = "positive"
max-examples = 60

[phases.stateful.inference]
# Our links are written down; guessed ones lead elsewhere.
algorithms = []
"""


def main() -> int:
    """Runs both faces; prints the summary and writes ``docs/schemathesis.md``."""
    summaries = [judged(face) for face in FACES]
    text = page(summaries)
    (ROOT / "docs" / "schemathesis.md").write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - the summary is what the command is for
    clean = all(not one.findings and one.exit_code == 0 and one.share >= LEAST_SHARE for one in summaries)
    return 0 if clean and "createOrder" in summaries[0].reached_by_links else 1


def judged(face: str, faults: Sequence[str] = (), config: str = CONFIG, flags: Sequence[str] = ()) -> Summary:
    """One run over one face, against an emulator of its own with these faults.

    ``config`` is a `schemathesis.toml`, ``flags`` go to Schemathesis' command line.
    """
    bin_directory = Path(sys.executable).parent
    with tempfile.TemporaryDirectory(prefix="schemathesis-") as name:
        folder = Path(name)
        (folder / "schemathesis.toml").write_text(config, encoding="utf-8")
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        emulator = [str(bin_directory / "checkout-conformance"), "emulator", "--port", str(port)]
        emulator += [f"--fault={fault}" for fault in faults]
        server = subprocess.Popen(emulator, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            wait_for(f"{base}/_emulator/health")
            done = subprocess.run(  # noqa: S603 - as above
                [
                    str(bin_directory / "schemathesis"),
                    "run",
                    str(ROOT / "specs" / f"{face}.openapi.yaml"),
                    "--url",
                    base + FACES[face],
                    *flags,
                ],
                cwd=folder,
                env={**os.environ, **environment(face, base, folder)},
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.terminate()
            server.wait(timeout=10)
        if done.returncode and not faults and config == CONFIG:
            print(done.stdout)  # noqa: T201 - a finding must be seen whole
        notes = folder / "notes.tsv"
        return summarise(
            face, done.returncode, done.stdout, notes_in(notes.read_text("utf-8") if notes.is_file() else "")
        )


def environment(face: str, base: str, folder: Path) -> dict[str, str]:
    """What the hooks need to know."""
    return {
        "PYTHONPATH": str(ROOT),
        "CONFORMANCE_FACE": face,
        "CONFORMANCE_BASE": base,
        "CONFORMANCE_TOKEN": TOKEN,
        "CONFORMANCE_NOTES": str(folder / "notes.tsv"),
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Returns once the emulator answers; raises ``TimeoutError`` when it doesn't come up."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urlopen(url, timeout=1).close()  # noqa: S310 - a server of our own on this machine
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(main())
