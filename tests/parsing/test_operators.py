"""The quick reader of page content reads what pypdf reads, and leaves to it what it does not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ContentStream, DecodedStreamObject

from assistant.parsing.operators import operations

SPACE = st.sampled_from([b" ", b"\n", b"\r\n", b"  \t"])
NUMBER = st.sampled_from([b"0", b"-12", b"+3.5", b".25", b"-.5", b"7.", b"1000000"])
STRING = st.one_of(
    st.text("abc ¹é", max_size=8).map(lambda t: b"(" + t.encode("latin-1", "replace") + b")"),
    st.sampled_from(
        [b"(a\\(b)", b"(a (b) c)", b"(\\n\\\\)", b"(\\101\\0)", b"(\\1012)", b"(%no)", b"()"]
    ),
    st.binary(max_size=6).map(lambda b: b"<" + b.hex().encode() + b">"),
    st.sampled_from([b"<4>", b"<48 65\n6C>", b"<>"]),
)
ARRAY = st.lists(st.one_of(NUMBER, STRING), max_size=5).map(lambda xs: b"[" + b" ".join(xs) + b"]")
OPERAND = st.one_of(NUMBER, STRING, ARRAY, st.sampled_from([b"/F1", b"/", b"/P <</MCID 0>>"]))
OPERATOR = st.sampled_from([b"Tj", b"TJ", b"re", b"f*", b"T*", b"'", b'"', b"q", b"BDC", b"d0"])
STEP = st.tuples(st.lists(OPERAND, max_size=4), OPERATOR, SPACE).map(
    lambda step: b" ".join([*step[0], step[1]]) + step[2]
)
CONTENT = st.lists(st.one_of(STEP, st.just(b"% said aside\n")), max_size=8).map(b"".join)


def by_pypdf(content):
    stream = DecodedStreamObject()
    stream.set_data(content)
    return [
        ([plain(value) for value in operands], operator)
        for operands, operator in ContentStream(stream, None, "bytes").operations
    ]


def plain(value):
    match value:
        case dict():
            return {}
        case list():
            return [plain(item) for item in value]
        case int() | float():
            return float(value)
        case bytes():
            return bytes(value)
        case _:
            return str(value)


@given(CONTENT)
def test_content_is_read_as_pypdf_reads_it(content):
    assert operations(content) == by_pypdf(content)


@pytest.mark.parametrize(
    "content",
    [
        b"BI /W 1 /H 1 ID x EI Q",
        b"[[1] 2] TJ",
        b"(never closed Tj",
        b"(((deep))) Tj",
        b"[1 Tj",
        b"1] TJ",
        b"1.2.3 w",
        b"/a#20b gs",
        b"<</A <</B 1>>>> BDC",
        b"(\\q) Tj",
        b"} Tj",
        b"<4x> Tj",
    ],
)
def test_what_is_unusual_is_left_to_pypdf(content):
    assert operations(b"q " + content) is None


def test_content_that_never_ends_a_string_takes_no_longer_for_it():
    assert operations(b"(\\" * 200_000) is None
    assert operations(b"(a" * 200_000) is None
    assert operations(b"<<" * 200_000) is None
