"""Asks the page as a browser does, without one."""

import json
import re
import time

import httpx


def config_of(client):
    """What a page says of its parts and functions."""
    page = client.get("/").text
    return json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])


class Page:
    """What a browser does to have an answer: a call, then the stream of what comes of it."""

    def __init__(self, address, **options):
        self.client = httpx.Client(base_url=address, timeout=30, **options)
        self.config = config_of(self.client)
        ids = {c["props"].get("elem_id"): c["id"] for c in self.config["components"]}
        # What each part of the page holds before anybody has touched it.
        held = {c["id"]: c["props"].get("value") for c in self.config["components"]}
        self.at_first = {part: "" if value is None else value for part, value in held.items()}
        self.asks = next(
            d for d in self.config["dependencies"] if [ids["question"], "submit"] in d["targets"]
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def ask(self, question, session, pause=0.0):
        """Ask, and give what the stream says."""
        others = [self.at_first[part] for part in self.asks["inputs"][1:]]
        return self.call([question, *others], session, pause)

    def call(self, data, session, pause=0.0):
        """Call what asking calls, with any values."""
        call = {"session_hash": session, "fn_index": self.asks["id"], "data": data}
        joined = self.client.post(
            "/gradio_api/queue/join",
            content=json.dumps(call),
            headers={"Content-Type": "application/json"},
        )
        if joined.status_code != 200:
            return joined.status_code, joined.text
        time.sleep(pause)
        return 200, self.client.get("/gradio_api/queue/data", params={"session_hash": session}).text
