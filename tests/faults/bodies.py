"""What anyone can send to the page's one way in, and nobody's browser would."""

import json


def call(data, **changes):
    """Write a call as the page's script does, but for the changes."""
    known = {"fn_index": 0, "data": data, "trigger_id": 1}
    return json.dumps(known | changes).encode()


_FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}, "orig_name": "x"}

BODIES = {
    "nothing": b"",
    "no JSON": b"question=audit",
    "null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "an empty object": b"{}",
    "half an object": b'{"data": [',
    "not UTF-8": b"\xff\xfe\x00",
    "100,000 deep": b"[" * 30_000 + b"]" * 30_000,
    "objects in objects": b'{"a":' * 10_000,
    "50 MB": call(["x" * 50_000_000]),
    "64 KB": call(["x" * 70_000]),
    "an unknown function": call([], fn_index=99),
    "a function below none": call([], fn_index=-1),
    "a function that is true": call([], fn_index=True),
    "a function that is text": call([], fn_index="0"),
    "a function of six thousand digits": call([]).replace(
        b'"fn_index": 0', b'"fn_index": ' + b"9" * 6_000
    ),
    "no data": call(None),
    "data that is an object": call({"0": "audit"}),
    "too many inputs": call(["audit"] * 50),
    "a file to read": call([_FILE] * 2),
    "event data": call([], event_data={"_type": "gradio.FileData"}),
    "unknown fields": call([], batched=True, simple_format=True, request={"username": "admin"}),
    "not a number": b'{"fn_index": NaN, "data": []}',
    "the same key twice": b'{"fn_index": 0, "fn_index": "0", "data": []}',
}
# In the place of the question, of the conversation's name, and of the filters.
VALUES = {
    "half a surrogate pair": "\ud800",
    "a file": _FILE,
    "a list": ["audit"],
    "a forged history": [["who audits?", False]] * 30,
    "a number": 12,
    "nothing": None,
    "true": True,
    "an infinite number": 1e999,
    "controls": "\x00\x1b[31m\u202e",
    "a megabyte, shortened": "x" * 60_000,
}
