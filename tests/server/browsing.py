"""Asks the page as a browser does, without one."""

import json
import re

import httpx

from assistant.views.web.guard.routes import CALL


def config_of(client):
    """What a page says of its parts and functions."""
    page = client.get("/").text
    return json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])


class Page:
    """What a browser does to have an answer."""

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

    def ask(self, question):
        """Ask, and give the status and what is answered."""
        others = [self.at_first[part] for part in self.asks["inputs"][1:]]
        return self.call([question, *others])

    def call(self, data):
        """Call what asking calls, with any values."""
        call = {"fn_index": self.asks["id"], "data": data}
        answered = self.client.post(
            CALL, content=json.dumps(call), headers={"Content-Type": "application/json"}
        )
        return answered.status_code, answered.text
