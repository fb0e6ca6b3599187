"""What makes a PDF an archival one (PDF/A-3, level B): metadata, colour, the data as a file, and room for a seal.

The library draws ordinary PDF 1.4; the pieces here are added while it writes, so that a file is still made in one go.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from clause.documents.typefaces import Written
from clause.domain.seals import unsealed_dictionary

JSON = "/application#2Fjson"
PRINTED = 4
"""The flag of an annotation that is printed; an archival file has no others."""
_LOCKED = 128
_SEAL_NAME = "Sceau"
_SIGNATURES_EXIST_AND_ARE_APPENDED_TO = 3
_COLOURS = "sRGB IEC61966-2.1"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}T00:00:00+00:00</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00+00:00</xmp:ModifyDate>
<xmp:CreatorTool>Clause</xmp:CreatorTool><pdf:Producer>Clause</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


@dataclass(frozen=True)
class Attachment:
    """The data that a document was drawn from, carried by it as a file."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself, what it carries, and how many octets its seal may take (0: none)."""

    title: str
    author: str
    subject: str
    dated: date
    data: Attachment | None = None
    seal_octets: int = 0


class _Stream(pdfdoc.PDFStream):
    """A stream whose last keyword stands on a line of its own, as the archival form wants."""

    def format(self, document: Any) -> bytes:
        written: bytes = super().format(document)
        return written.removesuffix(b"endstream\n") + b"\nendstream\n"


class _Document(pdfdoc.PDFDocument):
    """A document all of whose streams are such."""

    def Reference(self, obj: Any, name: str | None = None) -> Any:
        if type(obj) is pdfdoc.PDFStream:
            obj.__class__ = _Stream
        return super().Reference(obj, name)  # type: ignore[no-untyped-call]


def make_archival(canvas: Canvas, metadata: Metadata) -> None:
    """Turn a canvas on which nothing is drawn yet into one that writes an archival file with this metadata."""
    document = vars(canvas)["_doc"]
    document.__class__ = _Document
    _date_from_content(document, metadata.dated)
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setCreator("Clause")
    canvas.setProducer("Clause")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF", "OutputIntents"]
    catalog.Metadata = _stream(document, _xmp(metadata), {"Type": "Metadata", "Subtype": "XML"}, plain=True)
    catalog.OutputIntents = pdfdoc.PDFArray([_output_intent(document)])
    if metadata.data is not None:
        _attach(document, metadata.data, metadata.dated)
    if metadata.seal_octets:
        _leave_room(canvas, document, metadata.seal_octets)


def _date_from_content(document: Any, dated: date) -> None:
    """Dates the file on the day of its content: neither the clock nor SOURCE_DATE_EPOCH may change the bytes.

    The library seeds the file's identifier with its own time stamp when the canvas is made, hence the fresh digest.
    """
    document.signature = md5(usedforsecurity=False)
    document._timeStamp.YMDhms = (dated.year, dated.month, dated.day, 0, 0, 0)
    document._timeStamp.dhh = document._timeStamp.dmm = 0


def _xmp(metadata: Metadata) -> bytes:
    texts = {name: escape(getattr(metadata, name)) for name in ("title", "author", "subject")}
    return _XMP.format(day=metadata.dated.isoformat(), **texts).encode()


def _stream(document: Any, content: bytes, names: dict[str, str], *, plain: bool = False, **more: Any) -> Any:
    entries = {key: name if name.startswith("/") else pdfdoc.PDFName(name) for key, name in names.items()}
    return document.Reference(
        pdfdoc.PDFStream(pdfdoc.PDFDictionary({**entries, **more}), content, filters=[] if plain else None)
    )


@cache
def _colour_profile() -> bytes:
    return (Path(__file__).parent / "colour" / "srgb.icc").read_bytes()


def _output_intent(document: Any) -> Any:
    """What red, green and blue mean in the file."""
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString(_COLOURS),
            "Info": pdfdoc.PDFString(_COLOURS),
            "DestOutputProfile": _stream(document, _colour_profile(), {}, N=3),
        }
    )


def _attach(document: Any, data: Attachment, dated: date) -> None:
    """The data as a file inside the file, in the list of attachments and as the data of the whole document."""
    day = pdfdoc.PDFString(f"D:{dated:%Y%m%d}000000Z")
    about = pdfdoc.PDFDictionary({"Size": len(data.content), "ModDate": day})
    file = _stream(document, data.content, {"Type": "EmbeddedFile", "Subtype": JSON}, Params=about)
    name = pdfdoc.PDFString(data.name)
    described = document.Reference(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": name,
                "UF": name,
                "Desc": pdfdoc.PDFString(data.description),
                "AFRelationship": pdfdoc.PDFName("Data"),
                "EF": pdfdoc.PDFDictionary({"F": file, "UF": file}),
            }
        )
    )
    listed = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([name, described])})
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": listed})
    document.Catalog.AF = pdfdoc.PDFArray([described])


def _leave_room(canvas: Canvas, document: Any, octets: int) -> None:
    """The field of the seal, invisible on the first page, with room for the signature."""
    field = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Widget"),
            "FT": pdfdoc.PDFName("Sig"),
            "T": pdfdoc.PDFString(_SEAL_NAME),
            "TU": pdfdoc.PDFString("Sceau électronique du document"),
            "F": PRINTED | _LOCKED,
            "Rect": pdfdoc.PDFArray([0, 0, 0, 0]),
            "V": document.Reference(Written(unsealed_dictionary(octets))),
        }
    )
    canvas._addAnnotation(field)  # type: ignore[attr-defined]  # the stubs leave it out
    form = {"Fields": pdfdoc.PDFArray([document.Reference(field)]), "SigFlags": _SIGNATURES_EXIST_AND_ARE_APPENDED_TO}
    document.Catalog.AcroForm = pdfdoc.PDFDictionary(form)
