"""Files that are broken or meant to hurt, made from a good one of the same kind."""

import io
import random
import sys
import zipfile
from dataclasses import replace

import toy
from frame import ROOT

from assistant.corpus.manifest import read_manifest
from assistant.parsing import parse_document

sys.path.insert(0, str(ROOT / "tests" / "parsing"))
from layouts import pdf_bytes, to_docx, to_html, to_markdown

BAD_PDFS = ROOT.parent / "shared" / "badpdfs"
PARAGRAPHS = "\n\n".join(
    f"Rule {n} of the guild says that string {n} is wound up." for n in range(40)
)


def good_files(folder):
    """Lay the guild's statement out in every format; no recommendation stands in it."""
    corpus = toy.write_corpus(folder)
    entry = next(e for e in read_manifest(corpus) if e.id == "guild")
    path = folder / "long.txt"
    path.write_text(f"{toy.GUILD}\n{PARAGRAPHS}\n", encoding="utf-8")
    document = parse_document(path, replace(entry, file=path.name))
    files = {"pdf": pdf_bytes(document)}
    for suffix, layout in (("docx", to_docx), ("html", to_html), ("md", to_markdown)):
        layout(document, folder / f"good.{suffix}")
        files[suffix] = (folder / f"good.{suffix}").read_bytes()
    files["txt"] = path.read_bytes()
    return files


def spoilt(data, random_):
    """Cut a file short, overwrite some of its bytes, take a piece out, or double one."""
    out = bytearray(data)
    start = random_.randrange(len(out))
    match random_.randrange(4):
        case 0:
            return bytes(out[:start])
        case 1:
            for _ in range(random_.randrange(1, 200)):
                out[random_.randrange(len(out))] = random_.randrange(256)
        case 2:
            del out[start : start + random_.randrange(1, 3000)]
        case 3:
            out[start:start] = out[start : start + random_.randrange(1, 3000)]
    return bytes(out)


def packed(parts, good=b""):
    """A Word file with some parts changed or added; None takes one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        if good:
            with zipfile.ZipFile(io.BytesIO(good)) as old:
                for name in old.namelist():
                    if name not in parts:
                        new.writestr(name, old.read(name))
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def word_files(good):
    document = "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        text = package.read(document)
    declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    deep = b"<w:p>" * 100_000
    return {
        "bomb": lambda: packed({document: b" " * 300_000_000}),
        "bomb beside": lambda: packed({"word/media/image1.png": b"\0" * 300_000_000}, good),
        "entities": lambda: packed({document: text.replace(b"?>", b"?>" + declared, 1)}, good),
        "outside entity": lambda: packed({document: text.replace(b"?>", b"?>" + outside, 1)}, good),
        "upwards": lambda: packed({"../../../../tmp/escaped.txt": b"out"}, good),
        "absolute": lambda: packed({"/tmp/escaped.txt": b"out"}, good),
        "macro": lambda: packed({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}, good),
        "no document": lambda: packed({document: None}, good),
        "empty document": lambda: packed({document: b""}, good),
        "document of zeros": lambda: packed({document: bytes(1000)}, good),
        "nested": lambda: packed(
            {document: text.replace(b"<w:body>", b"<w:body>" + deep, 1)}, good
        ),
        "no types": lambda: packed({"[Content_Types].xml": None}, good),
        "many parts": lambda: packed({f"word/{n}.xml": b"" for n in range(6000)}, good),
        "a folder for a document": lambda: packed({document: None, f"{document}/x": b"x"}, good),
    }


def web_pages():
    words = "<p>Words of the page.</p>"
    page = f"<!DOCTYPE html><html><body>{words}</body></html>"
    return {
        "script": f"<html><body><script>alert('ran')</script>{words}</body></html>".encode,
        "nested": ("<html><body>" + "<div>" * 1_000_000 + "words").encode,
        "unclosed": ("<html><body>" + "<p><b><i>" * 50_000 + "words").encode,
        "wrong charset": lambda: page.replace("<body>", '<meta charset="utf-16"><body>').encode(),
        "unknown charset": lambda: page.replace("<body>", '<meta charset="x-none"><body>').encode(),
        "latin": lambda: page.replace("Words", "Café").encode("latin-1"),
        "mark": lambda: b"\xef\xbb\xbf" + page.encode(),
        "utf-16": lambda: page.encode("utf-16"),
        "utf-16 without mark": lambda: page.encode("utf-16-le"),
        "utf-32": lambda: page.encode("utf-32"),
        "nul": lambda: page.replace("Words", "Wo\0rds").encode(),
        "no end": page[:40].encode,
        "comment": lambda: b"<html><body><!-- " + b"-" * 1_000_000,
        "attributes": lambda: b"<html " + b"a=b " * 100_000 + b"><p>words",
        "spans": lambda: b"<html><table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>",
        "entities": lambda: b"<html><p>" + b"&amp;" * 200_000,
    }


def plain_files():
    line = "words " * 30
    return {
        "nul.md": lambda: b"wor\0ds\n",
        "nul.txt": lambda: b"wor\0ds\n",
        "long line.md": lambda: b"w" * 100_000_000,
        "long line.txt": lambda: b"w" * 100_000_000,
        "binary.md": lambda: random.Random(1).randbytes(10_000),
        "binary.txt": lambda: random.Random(2).randbytes(10_000),
        "latin.md": lambda: "café\n".encode("latin-1"),
        "latin.txt": lambda: "café\n".encode("latin-1"),
        "mark.md": lambda: b"\xef\xbb\xbf# Words\n\nSome.\n",
        "utf-16.txt": lambda: "Words\n\nSome words.\n".encode("utf-16"),
        "empty.txt": lambda: b"",
        "blank.md": lambda: b" \n\n \n",
        "brackets.md": lambda: b"[" * 20_000,
        "quotes.md": lambda: b">" * 20_000 + b" words",
        "stars.md": lambda: b"*a **b " * 1_400,
        "carriage returns.txt": lambda: line.encode() + b"\r" * 100_000 + line.encode(),
        "tabs.txt": lambda: b"a\t" * 2_000 + b"\nb\t" * 2_000,
        "surrogates.txt": lambda: b"\xed\xa0\x80 words\n",
        "overlong.md": lambda: b"\xc0\xaf words\n",
        "directions.md": "Words \u202eback\u202c and forth.\n".encode,
    }


def collection(folder, seed, n_pdfs, n_others):
    """Make the collection: name -> content. What is thought of is made only if it is taken.

    Args:
        n_pdfs: how many PDFs are spoilt.
        n_others: how many files of each other kind there are, or all if fewer were thought of.
    """
    random_ = random.Random(seed)
    good = good_files(folder)
    made = {f"spoilt-{n}.pdf": spoilt(good["pdf"], random_) for n in range(n_pdfs)}
    kinds = {
        "docx": {f"{name}.docx": data for name, data in word_files(good["docx"]).items()},
        "html": {f"{name}.html": data for name, data in web_pages().items()},
        "plain": plain_files(),
    }
    for kind, files in kinds.items():
        names = random_.sample(sorted(files), min(n_others, len(files)))
        made |= {name.replace(" ", "-"): files[name]() for name in names}
        for n in range(n_others - len(names)):
            suffix = kind if kind != "plain" else "md"
            made[f"spoilt-{n}.{suffix}"] = spoilt(good[suffix], random_)
    if BAD_PDFS.is_dir() and n_others >= 20:
        made |= {f"bad-{p.name}": p.read_bytes() for p in sorted(BAD_PDFS.glob("*.pdf"))}
    return made
