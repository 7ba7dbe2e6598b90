"""Opens every tab of the page in a browser, on a machine that has no network but itself.

Run by test_f11 inside network and mount namespaces, with a name server of its own in resolv.conf:
python alone_page.py INDEX CHROMIUM. The name server notes every name that is looked up. A browser
looks some up for its maker whatever page it shows: those it looks up beside a page with nothing but
an empty form are told apart. Prints one JSON object.
"""

import json
import os
import socket
import sys
import threading

from browser.steps import ask, go, ready
from playwright.sync_api import sync_playwright
from server.running import started

TABS = ("Browse", "My role", "Compare", "Read", "What changed", "About", "Ask")
NAME_SERVER = ("127.0.0.1", 53)
# A form is what the browser would ask its maker about; how to fill it in, not what was typed.
NO_SERVICES = ("--disable-component-update", "--disable-features=AutofillServerCommunication")
EMPTY = "data:text/html,<form><textarea></textarea></form>"
EMPTY_S = 20


class Names:
    """A name server that notes the name in every question, and answers nothing."""

    def __init__(self):
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(NAME_SERVER)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            question, at = self._socket.recvfrom(512)[0], 12
            labels = []
            while question[at]:
                labels.append(question[at + 1 : at + 1 + question[at]].decode())
                at += 1 + question[at]
            self.asked.append(".".join(labels))

    def taken(self):
        """Give the names asked for since the last time."""
        names, self.asked = sorted(set(self.asked)), []
        return names


def looked_up_when_tried(names):
    """Show that a look-up would be seen."""
    try:
        socket.getaddrinfo("named.test", 80)
    except OSError:
        return names.taken()
    raise AssertionError("there is a network after all")


def visited(page, address):
    """Do what a person does on every tab; give the addresses that the page asked for."""
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    ready(page)
    ask(page, "who should be checking the AI still works?")
    page.locator("#answer .marker").first.click()
    ask(page, "how do I cook rice?")
    for tab in TABS:
        go(page, tab)
        page.wait_for_load_state("networkidle")
    return requests


def main(index, chromium):
    names = Names()
    found = {"tried": looked_up_when_tried(names)}
    flags = [*NO_SERVICES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with started("--index", index) as running, sync_playwright() as driver:
        for shows_the_page in (False, True):
            browser = driver.chromium.launch(executable_path=chromium, args=flags)
            page = browser.new_page()
            if shows_the_page:
                requests = visited(page, running.address)
            else:
                page.goto(EMPTY)
                page.wait_for_timeout(EMPTY_S * 1000)
            browser.close()
            found["page" if shows_the_page else "browser"] = names.taken()
        code, _, _ = running.stop()
    found["elsewhere"] = [r for r in requests if not r.startswith((running.address, "data:"))]
    print(json.dumps(found | {"requests": len(requests), "code": code}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
