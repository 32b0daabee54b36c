"""A class opens the live demo: so many contexts of Chromium at once, each with a trial of its own.

python -m tests.campaigns.live_class [N]

Starts the server, opens N contexts (which share nothing, as machines of their own), gives each another seed
and another dose into the cavity, presses Run everywhere at one moment, and compares every answer and endpoint
table with a run of that scenario alone. Prints the seconds of each phase. Chromium takes most of them: a
context costs it five seconds of a core before it shows anything.
"""

from __future__ import annotations

import shutil
import signal
import sys
import time

from playwright.sync_api import sync_playwright

from cartsim.demo.live.starts import starts
from cartsim.report.sentences import answer
from cartsim.scenario import loads
from cartsim.virtual_trial import carry_out
from tests.demo.conftest import demo, free_port
from tests.demo.test_live import cells, expected, opened, set_seed

LONG = 600_000
"""Milliseconds."""
PRESS = "(button, moment) => { setTimeout(() => button.click(), moment - Date.now()) }"


def campaign(n: int) -> int:
    """How many viewers saw other numbers than their own."""
    server = demo("--port", str(free_port()))
    text = next(iter(starts().values())).text
    clock = [time.monotonic()]

    def phase(name: str) -> None:
        clock.append(time.monotonic())
        print(f"{name}: {clock[-1] - clock[-2]:.0f} s", flush=True)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        contexts = [browser.new_context() for _ in range(n)]
        for context in contexts:
            context.set_default_timeout(LONG)
        pages = [opened(context, server) for context in contexts]
        phase("opened")
        for number, page in enumerate(pages):
            page.get_by_label("Dose").nth(1).fill(f"{1 + number}e6 cells/kg")
            set_seed(page, 1000 + number)
            page.wait_for_selector(f".ct-yaml:has-text('seed: {1000 + number}')")
        phase("set")
        moment = 1000 * time.time() + 3000
        for page in pages:
            page.get_by_role("button", name="Run the trial").evaluate(PRESS, moment)
        for number, page in enumerate(pages):
            page.wait_for_selector(f".ct-facts:has-text('seed {1000 + number}')")
        phase("answered")
        for page in pages:
            page.wait_for_selector(".ct-drawing", state="detached")
        phase("drawn")
        wrong = sum(not _own(page, number, text) for number, page in enumerate(pages))
        phase("compared")
        browser.close()
    server.process.send_signal(signal.SIGINT)
    server.process.wait(20)
    return wrong


def _own(page, number: int, text: str) -> bool:
    """Whether a viewer sees the numbers of a run of the same scenario alone."""
    own = text.replace("seed: 20261122", f"seed: {1000 + number}")
    alone = carry_out(loads(own.replace("IC, dose: 1e6", f"IC, dose: {1 + number}e6")))
    return (page.locator(".ct-sentence").inner_text(), cells(page)) == (answer(alone), expected(alone))


if __name__ == "__main__":
    viewers = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    found = campaign(viewers)
    print(f"{found} of {viewers} viewers saw other numbers than those of their own trial")
    sys.exit(found > 0)
