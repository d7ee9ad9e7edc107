"""An assessment note written as one HTML page, or as Markdown.

Every text from outside is escaped for the form in which it stands; the same note gives the same bytes.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from maps.report import GROUPS
from maps.safe_text import hash_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from maps.report import Link, Note

# One page of A4: 8 points for what is read first, less for addresses, least for checksums.
_STYLE = """
:root{--rule:#d3dade;--soft:#4a5b66;--ink:#123f70}
*{box-sizing:border-box}
body{font:13px/1.38 Arial,"Liberation Sans",system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:.9rem;
color:#1b2a33;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.5em;line-height:1.15;margin:.1em 0}
h2{font-size:1.02em;line-height:1.2;margin:.7em 0 .15em;color:var(--ink)}
p,ul,figure,dl{margin:0 0 .25em}
ul{padding-left:1em;list-style-type:"– "}
header{border-bottom:2px solid var(--ink);padding-bottom:.3em;margin-bottom:.6em}
header p{margin:0;color:var(--soft)}
.answer{border:1px solid var(--rule);border-left:.35em solid var(--ink);padding:.1em .7em .2em}
.answer h2{margin-top:.3em}
.answer ul{padding:0;list-style:none}
.beside{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,19rem);gap:0 1.2em}
svg{display:block;max-width:100%;height:auto;margin:0 auto .2em}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.1em .7em .1em 0;border-bottom:1px solid var(--rule)}
.facts th{font-weight:normal;color:var(--soft);width:8.5em}
.found tbody th{padding-top:.3em;color:var(--ink)}
.found td:nth-child(1){width:20%}
.found td:nth-child(2){width:20%}
.lists{columns:2 22rem;column-gap:1.6em;margin-top:.5em}
.lists section,.lists li{break-inside:avoid}
.lists section.long{break-inside:auto}
.lists h2{break-after:avoid;margin-top:0}
.lists section{padding-bottom:.35em}
.whole{white-space:nowrap}
.small{font-size:.87em}
.small a{font-size:.95em}
a{color:#0b4f94}
code,.sums{font-family:"Liberation Mono","DejaVu Sans Mono",ui-monospace,monospace}
.sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:.1em 1.2em;
font-size:.7em;margin:.2em 0}
.sums div{display:flex;gap:0 1em;justify-content:space-between;flex-wrap:wrap}
.sums dd{margin:0}
@page{size:A4;margin:10mm 12mm}
@media(max-width:40rem){.beside{grid-template-columns:minmax(0,1fr)}.found thead{position:absolute;
clip-path:inset(50%)}.found tr,.found td,
.found th{display:block;width:auto!important;border:0;padding-right:0}
.found tr{border-bottom:1px solid var(--rule)}}
@media print{
body{font-size:7.4pt;line-height:1.23;max-width:none;padding:0}
a{color:inherit;text-decoration:none}
.beside{grid-template-columns:minmax(0,1fr) 53mm}
svg{max-height:55mm}
th,td,.answer{border-width:.5pt}
.lists{columns:2}
.sums{grid-template-columns:1fr 1fr;font-size:4.4pt;line-height:1.3;gap:0 4mm}
.sums div{flex-wrap:nowrap}
tr,figure,.answer,footer{break-inside:avoid}
h2{break-after:avoid}
}
""".replace("\n", "")

_IDENTIFIERS = re.compile(r"\b[a-z]{2,6}(?:-[a-z]{2,11})?-(?:\d{4}|suspensions)\b")
_POLICY = f"default-src 'none'; style-src {hash_source(_STYLE)}; base-uri 'none'; form-action 'none'"


def as_html(note: Note) -> str:
    """Write a note as one HTML file that loads nothing and prints on A4.

    Examples
    --------
    >>> from maps.report import make_note
    >>> from zones import load_exercises, load_zone
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill, regime = find(load_exercises(), "joint-sea-2017-pacific"), find_regime("expanded-2017")
    >>> note = make_note(drill, load_zone(), Choice(), major("any"), [regime])
    >>> as_html(note)[:15]
    '<!DOCTYPE html>'
    """
    facts = "".join(
        f"<tr><th scope=row>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in note.facts
    )
    return (
        f"<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv=Content-Security-Policy content="{_POLICY}">'
        '<meta name=viewport content="width=device-width">'
        f"<title>Assessment note: {escape(note.title)}</title><style>{_STYLE}</style></head>\n<body><main>"
        f"<header><p>Assessment note</p><h1>{escape(note.title)}</h1>"
        f"<p>{' · '.join(map(escape, note.heading))}</p></header>\n"
        "<div class=beside><div><section class=answer><h2>Does it lie inside?</h2>"
        f"<p>{_verdict(note)}</p>"
        f"<h2>Whose commitment does it touch?</h2>{_items(note.summary)}</section>\n"
        "<section><h2>Facts as published</h2>"
        f"<table class=facts><tbody>{facts}</tbody></table></section></div>\n"
        f"<figure>{note.picture.svg}"
        f"<figcaption class=small>{escape(note.picture.said)}</figcaption></figure></div>\n"
        f"<section><h2>Findings</h2>{_findings(note)}</section>\n"
        f"<div class=lists>{''.join(_columns(note))}</div>\n{_foot(note)}</main></body></html>\n"
    )


def _verdict(note: Note) -> str:
    """Give the sentence of the verdict, its first word strong."""
    word, colon, rest = note.verdict.partition(":")
    return f"<strong>{escape(word)}</strong>{colon}{escape(rest)} {escape(note.readings)}"


def _shown(text: str) -> str:
    """Escape a text; the identifiers of regimes stay on one line."""
    return _IDENTIFIERS.sub(r"<span class=whole>\g<0></span>", escape(text))


def _items(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_shown(line)}</li>' for line in lines)}</ul>"


def _findings(note: Note) -> str:
    bodies = []
    for group, rows in note.groups:
        cells = "".join(f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows)
        bodies.append(f"<tbody><tr><th colspan=3 scope=rowgroup>{GROUPS[group]}</th></tr>{cells}</tbody>")
    head = "<thead><tr><th scope=col>regime</th><th scope=col>for</th><th scope=col>because</th></tr></thead>"
    table = f"<table class=found>{head}{''.join(bodies)}</table>" if bodies else ""
    free = f"<h2>Not touched</h2>{_items(note.not_touched)}" if note.not_touched else ""
    return f"{table}<div class=small>{free}</div>"


def _columns(note: Note) -> Iterator[str]:
    for heading, lines in note.lists:
        yield f"<section class=small><h2>{escape(heading)}</h2>{_items(lines)}</section>"
    evidence = "".join(f"<li>{_linked(each)}</li>" for each in note.evidence)
    if evidence:
        yield f"<section class='small long'><h2>Evidence</h2><ul>{evidence}</ul></section>"
    texts = "".join(
        f"<li>{escape(regime)}. {'; '.join(map(_linked, links))}</li>" for regime, links in note.texts
    )
    if texts:
        heading = "Texts, and where they were read"
        yield f"<section class='small long'><h2>{heading}</h2><ul>{texts}</ul></section>"


def _linked(link: Link) -> str:
    anchors = (f' <a href="{escape(each)}">{escape(each)}</a>' for each in link.addresses)
    return f"{escape(link.text)}{''.join(anchors)}"


def _foot(note: Note) -> str:
    sums = "".join(f"<div><dt>{escape(name)}</dt><dd>{digest}</dd></div>" for name, digest in note.checksums)
    return (
        f"<footer class=small><h2>Made with</h2><p>{escape(note.made_by)}. "
        f"Again: <code>{escape(note.again)}</code></p>"
        "<p>SHA-256 of the data, as <code>sha256sum</code> gives it in <code>zones/data</code>; "
        f"of the list itself: <code>{note.sum_of_sums}</code></p><dl class=sums>{sums}</dl>"
        f"<p>{' '.join(map(escape, note.caveats))}</p></footer>"
    )


# Markdown


def as_markdown(note: Note, image: str) -> str:
    """Write a note as Markdown beside an image of the map.

    Parameters
    ----------
    note : Note
    image : str
        Name of the file that holds the map.

    Examples
    --------
    >>> from maps.report import make_note
    >>> from zones import load_exercises, load_zone
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill, regime = find(load_exercises(), "joint-sea-2017-pacific"), find_regime("expanded-2017")
    >>> note = make_note(drill, load_zone(), Choice(), major("any"), [regime])
    >>> as_markdown(note, "map.svg").splitlines()[0]
    '# Assessment note: Joint Sea-2017, second stage'
    """
    lines = [f"# Assessment note: {_escaped(note.title)}", "", " · ".join(map(_escaped, note.heading))]
    lines += ["", "## Does it lie inside?", "", f"{_escaped(note.verdict)} {_escaped(note.readings)}"]
    lines += ["", "## Whose commitment does it touch?", "", *(f"- {_escaped(line)}" for line in note.summary)]
    lines += ["", "## Facts as published", ""]
    lines += [f"- {_escaped(label)}: {_escaped(value)}" for label, value in note.facts]
    lines += ["", f"![{_escaped(note.picture.said)}]({quote(image)})", "", "## Findings"]
    for group, rows in note.groups:
        lines += ["", f"**{GROUPS[group]}**", ""]
        lines += [
            f"- {_escaped(row.regimes)} · {_escaped(row.parties)}: {_escaped(row.said)}" for row in rows
        ]
    for heading, said in (("Not touched", note.not_touched), *note.lists):
        lines += ["", f"## {heading}", "", *(f"- {_escaped(line)}" for line in said)]
    if note.evidence:
        lines += ["", "## Evidence", "", *(f"- {_bracketed(each)}" for each in note.evidence)]
    if note.texts:
        lines += ["", "## Texts, and where they were read", ""]
        lines += [
            f"- {_escaped(regime)}. {'; '.join(map(_bracketed, links))}" for regime, links in note.texts
        ]
    lines += ["", "## Made with", "", f"{_escaped(note.made_by)}. Again:", "", f"    {note.again}", ""]
    lines += ["SHA-256 of the data, as sha256sum gives it in zones/data; of the list itself:", ""]
    lines += [f"    {note.sum_of_sums}", "", *(f"    {line}" for line in note.sums.splitlines()), ""]
    lines += [f"{_escaped(each)}\n" for each in note.caveats]
    return "\n".join(lines).rstrip() + "\n"


def _bracketed(link: Link) -> str:
    found = (f"<{each.replace('<', '%3C').replace('>', '%3E')}>" for each in link.addresses)
    return " ".join([_escaped(link.text), *found])


def _escaped(text: str) -> str:
    r"""Escape what Markdown or HTML would obey.

    Examples
    --------
    >>> _escaped("[x](javascript:1) <b>|*a_b*")
    '\\[x\\](javascript:1) &lt;b&gt;\\|\\*a\\_b\\*'
    """
    safe = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", safe)
