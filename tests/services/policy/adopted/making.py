"""Files made from a text: DOCX by paragraphs or with Word's own lists, PDF with running heads on every page."""

import html
import io
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from weasyprint import HTML

from portal.services.policy.adopted import AdoptedText

STYLE = """
@page {{ size: letter; margin: 1in;
  @top-left {{ content: "{agency}" }} @top-right {{ content: "{manual}" }}
  @bottom-left {{ content: "{title}" }} @bottom-right {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 11pt/1.35 serif }} pre {{ white-space: pre-wrap; font: inherit; margin: 0 }} p {{ margin: 0 0 9pt }}
h1 {{ font-size: 15pt }} h2 {{ font-size: 11pt }} .item {{ margin-left: 24pt; text-indent: -18pt }}
.depth1 {{ margin-left: 48pt }} b {{ display: inline-block; width: 18pt; text-indent: 0; font-weight: normal }}
"""


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_by_lines(text: str) -> bytes:
    """Each line of the text a paragraph, as when somebody pastes it into Word."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def docx_with_lists(policy: AdoptedText, agency: str) -> bytes:
    """The policy as Word writes it: the marks of lists drawn by numbering, heads and feet of pages apart."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"{agency}\nPolicy Manual"
    document.sections[0].footer.paragraphs[0].text = policy.title
    document.add_paragraph(policy.title, style="Title")
    lists = Lists(document)
    for number, section in enumerate(policy.sections):
        document.add_paragraph(f"{section.number}\t{section.title}", style="Heading 2")
        if number == 2:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for clause in section.clauses:
            paragraph = document.add_paragraph(clause.text)
            if clause.kind != "paragraph":
                lists.mark(paragraph, clause.kind, clause.depth, clause.id)
    return saved(document)


class Lists:
    """Automatic lists: letters on the first level and numbers on the second, bullets in a list of their own."""

    def __init__(self, document: Document) -> None:
        self.root = document.part.numbering_part.element
        self.letters = self.definition(900, [("lowerLetter", "(%1)"), ("decimal", "%2.")])
        self.bullets = self.definition(901, [("bullet", "\uf0b7")])
        self.current = ""

    def definition(self, number: int, levels: Iterable[tuple[str, str]]) -> str:
        definition = element("abstractNum", abstractNumId=str(number))
        for level, (form, mark) in enumerate(levels):
            settings = element("lvl", ilvl=str(level))
            for name, setting in (("start", "1"), ("numFmt", form), ("lvlText", mark)):
                settings.append(element(name, val=setting))
            definition.append(settings)
        self.root.insert(0, definition)
        return str(number)

    def begin(self, definition: str) -> str:
        """A list of its own that starts to count anew."""
        number = str(1000 + len(self.root))
        anew = element("num", numId=number)
        anew.append(element("abstractNumId", val=definition))
        override = element("lvlOverride", ilvl="0")
        override.append(element("startOverride", val="1"))
        anew.append(override)
        self.root.append(anew)
        return number

    def mark(self, paragraph: docx.text.paragraph.Paragraph, kind: str, depth: int, clause: str) -> None:
        if clause.endswith(("(a)", "(bullet 1)")):
            self.current = self.begin(self.bullets if kind == "bullet" else self.letters)
        settings = element("numPr")
        settings.append(element("ilvl", val=str(depth)))
        settings.append(element("numId", val=self.current))
        paragraph._p.get_or_add_pPr().append(settings)


def element(name: str, **attributes: str) -> docx.oxml.xmlchemy.BaseOxmlElement:
    made = OxmlElement(f"w:{name}")
    for key, setting in attributes.items():
        made.set(qn(f"w:{key}"), setting)
    return made


def pdf_of_lines(text: str, agency: str, title: str) -> bytes:
    """The text as it is, wrapped at the edge of the page."""
    return pdf(f"<pre>{html.escape(text)}</pre>", agency, title)


def pdf_as_set(policy: AdoptedText, agency: str) -> bytes:
    """The policy as a manual sets it: items indented, their marks apart from their text."""
    parts = [f"<h1>{html.escape(policy.title)}</h1>"]
    for section in policy.sections:
        parts.append(f"<h2>{section.number} &nbsp; {html.escape(section.title)}</h2>")
        for clause in section.clauses:
            mark = f"<b>{html.escape(clause.marker)}</b>" if clause.marker else ""
            indent = f"item depth{clause.depth}" if mark else "prose"
            parts.append(f'<p class="{indent}">{mark}{html.escape(clause.text)}</p>')
    return pdf("".join(parts), agency, policy.title)


def pdf(body: str, agency: str, title: str) -> bytes:
    style = STYLE.format(agency=agency, manual="Policy Manual", title=title)
    return bytes(HTML(string=f"<style>{style}</style>{body}").write_pdf())
