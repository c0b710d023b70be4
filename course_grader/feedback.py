"""The page a student gets back: a line for each check, the answers, and nothing of the hidden tests."""

import functools
import html
import time
from pathlib import Path

import bleach
import nbformat
import nbgrader.server_extensions.formgrader.handlers as formgrader
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor, Preprocessor
from nbformat.v4 import new_markdown_cell, new_output
from traitlets import Bool
from traitlets.config import Config

from course_grader.bundle import id_of, is_hidden, role
from course_grader.limits import guard
from course_grader.rebuild import without_hidden_tests

TAGS = {"a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4"}
TAGS |= {"h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
MOST_MARKDOWN, MOST_CODE = 10_000, 50_000  # characters of a cell
MOST_SECONDS = 60  # for a page
# nbgrader's own list of the checks has no names: the table takes its place
STYLE = """#toc { display: none; }
table.checks { width: 100%; margin: 1em 0; font-size: 13px; }
table.checks td, table.checks th { padding: 3px 12px 3px 0; vertical-align: top; text-align: left; }
table.checks td { white-space: nowrap; }
table.checks td.said { white-space: normal; width: 100%; }
table.checks tr { border-top: 1px solid #ddd; }"""
SYMBOLS = {"passed": "✓", "failed": "✗", "crashed": "✗", "timed out": "✗", "not attempted": "–"}


class CourseFeedback(Preprocessor):
    """The last step of `nbgrader generate_feedback`, after the grades and the style."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb, resources):
        course = nb.metadata.get("course", {})
        tests = {test["name"]: test for test in course.get("tests", [])}
        own, cells = set(course.get("own", [])), []
        for cell, following in zip(nb.cells, [*nb.cells[1:], None], strict=True):
            kind = role(cell)
            task = following is not None and role(following) in ("solution", "answer") and cell.cell_type == "markdown"
            if kind == "check":
                hide(cell, tests.get(id_of(cell), {}))
            if kind in ("check", "solution", "answer") or task or cell.get("id") in own:
                _shorten(cell)
                cells.append(cell)
        nb.cells = [new_markdown_cell(_summary(course), id="summary"), *cells]
        resources.setdefault("inlining", {}).setdefault("css", []).append(STYLE)
        return nb, resources


def _shorten(cell):
    """Cut what no person reads to its end, and what takes a renderer more than its length."""
    most = MOST_MARKDOWN if cell.cell_type == "markdown" else MOST_CODE
    if len(cell.source) > most:
        cell.source = f"{cell.source[:most]}\n\n... cut: {len(cell.source)} characters"


def hide(cell, test):
    """Take hidden tests out of a check cell, and with them every output that could show their inputs.

    Parameters
    ----------
    cell : NotebookNode
        Changed in place.
    test : dict
        What the results say of this check.
    """
    if not is_hidden(cell.source):
        return
    cell.source = without_hidden_tests(cell.source)
    message = test.get("output", "Part of this check is not shown.")
    failed = any(output.output_type == "error" for output in cell.outputs)
    cell.outputs = [new_output("error", ename="CheckFailed", evalue=message, traceback=[message])] if failed else []


@pass_context
def safe_markdown(context, text):
    """Return Markdown as HTML, without anything that a browser would run: what a template's `markdown2html` is here."""
    rendered = HTMLExporter.markdown2html(_renderer(), context, text)
    return bleach.clean(rendered, TAGS, _harmless, {"http", "https", "mailto", "data"}, strip=True)


@functools.cache
def _renderer():
    return HTMLExporter()


def _harmless(tag, name, value):
    """Return whether an attribute may stay: links to the web, and pictures that are there already."""
    if name == "href":
        return tag == "a" and value.startswith(("https://", "http://", "mailto:", "#"))
    if name == "src":
        return tag == "img" and value.startswith("data:image/")
    return name in ("class", "id", "alt", "title", "colspan", "rowspan", "align")


def page(notebook, entry):
    """Return the feedback on a graded submission as HTML, and the seconds that it took.

    Parameters
    ----------
    notebook : str
        The executed notebook.
    entry : Entry
        What the gradebook says of it.
    """
    start = time.perf_counter()
    nb = nbformat.reads(notebook, as_version=4)
    for cell in nb.cells:
        known = cell.metadata.get("nbgrader", {})
        if known.get("solution"):
            known["comment"] = entry.comments.get(known["grade_id"])
        if known.get("grade"):
            known["score"] = entry.grades.get(known["grade_id"], 0.0)
    lesson = nb.metadata.get("course", {}).get("lesson", "notebook")
    known = {"notebook": lesson, "score": entry.score - entry.penalty, "max_score": entry.max_score}
    known["late_penalty"] = entry.penalty
    with guard(MOST_SECONDS):
        text, _ = _exporter().from_notebook_node(nb, resources={"nbgrader": known})
    return text, time.perf_counter() - start


def short_page(lesson, entry, reason):
    """Return a page for a submission that there is nothing to show of."""
    title = f"{html.escape(lesson)} (Score: {entry.score - entry.penalty:g} / {entry.max_score:g})"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n'
        f'<head><meta charset="utf-8" /><title>{html.escape(lesson)}</title></head>\n'
        f"<body><h1>{title}</h1><p>{html.escape(reason)}</p></body>\n</html>\n"
    )


@functools.cache
def _exporter():
    """Return what `nbgrader generate_feedback` uses, ready for many pages."""
    templates = Path(formgrader.template_path)
    style = templates.parent / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    config = Config()
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    config.HTMLExporter.extra_template_paths = [str(style)]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": safe_markdown}
    exporter = HTMLExporter(config=config)
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    exporter.register_preprocessor(CourseFeedback, enabled=True)
    return exporter


def _summary(course):
    """Return the page's head: how the notebook was read, and a table of the checks."""
    lines = [html.escape(line) for line in (*course.get("rebuild", []), *course.get("run", []))]
    parts = ["**How this notebook was read and run**\n", *(f"- {line}" for line in lines)] if lines else []
    rows = []
    for test in course.get("tests", []):
        outcome = html.escape(f"{SYMBOLS.get(test['outcome'], '')} {test['outcome']}")
        message = "<br>".join(html.escape(test["output"]).splitlines())
        points = f"{test['score']:g} / {test['max_score']:g}"
        rows.append(
            f"<tr><td>{html.escape(test['name'])}</td><td>{outcome}</td><td>{points}</td>"
            f'<td class="said">{message}</td></tr>'
        )
    if rows:
        head = "<tr><th>check</th><th>result</th><th>points</th><th>what it says</th></tr>"
        parts += ["", f'<table class="checks">{head}{"".join(rows)}</table>']
    return "\n".join(parts)
