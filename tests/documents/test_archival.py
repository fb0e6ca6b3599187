"""Every PDF is an archival one (PDF/A-3, level B), as far as its structure shows, with its data inside.

No validator of the whole standard can be installed from the registries here; what is checked is what the library that
draws would get wrong by itself, with another library that reads.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name, Pdf

from clause.documents.certificate import render_certificate
from clause.documents.claim import render_claim
from clause.documents.table_pdf import table_pdf
from clause.documents.timesheet import render_timesheet
from clause.documents.verification import render_verification
from clause.documents.yearly_certificate import render_yearly_certificate
from clause.domain.certificates import canonical_bytes
from tests.documents.samples import certificate, claim, yearly
from tests.documents.test_table_pdf import DAY, a_sheet
from tests.documents.timesheet_samples import a_full_month
from tests.documents.verification_samples import report

OCTETS = 700
DRAWN: dict[str, Callable[[], bytes]] = {
    "certificate": lambda: render_certificate(certificate(), OCTETS),
    "yearly": lambda: render_yearly_certificate(yearly(), OCTETS),
    "claim": lambda: render_claim(claim(), OCTETS),
    "timesheet": lambda: render_timesheet(a_full_month(), OCTETS),
    "verification": lambda: render_verification(report()),
    "table": lambda: table_pdf(a_sheet(40), DAY),
}
DATA = {
    "certificate": ("attestation.json", canonical_bytes(certificate())),
    "yearly": ("attestation.json", canonical_bytes(yearly())),
    "claim": ("bilan.json", canonical_bytes(claim())),
}


@pytest.fixture(scope="module", params=DRAWN)
def drawn(request: pytest.FixtureRequest) -> Iterator[tuple[str, bytes, Pdf]]:
    """A document of each kind: its name, its bytes, and opened."""
    content = DRAWN[request.param]()
    with pikepdf.open(BytesIO(content)) as opened:
        yield request.param, content, opened


def test_the_file_says_what_it_is_and_agrees_with_itself(drawn: tuple[str, bytes, Pdf]) -> None:
    _, content, opened = drawn
    with opened.open_metadata() as metadata:
        assert metadata.pdfa_status == "3B"
        assert metadata["dc:title"] == str(opened.docinfo["/Title"])
        assert metadata["dc:creator"] == [str(opened.docinfo["/Author"])]
        assert metadata["dc:description"] == str(opened.docinfo["/Subject"])
        assert metadata["pdf:Producer"] == str(opened.docinfo["/Producer"])
        created = re.sub(r"\D", "", str(opened.docinfo["/CreationDate"]))
        assert created.startswith(re.sub(r"\D", "", metadata["xmp:CreateDate"])[:14])
    assert content.startswith(b"%PDF-1.7\n%")
    assert min(content[10:14]) > 127
    first, second = opened.trailer["/ID"]
    assert len(bytes(first)) == len(bytes(second)) == 16
    assert "/Encrypt" not in opened.trailer


def test_the_bytes_are_written_as_the_standard_wants(drawn: tuple[str, bytes, Pdf]) -> None:
    _, content, opened = drawn
    assert opened.check_pdf_syntax() == []
    for stream in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", content):
        end = stream.end() + int(stream[1])
        assert content[end : end + 18] == b"\nendstream\nendobj\n"


def test_colours_have_a_meaning_and_fonts_are_inside(drawn: tuple[str, bytes, Pdf]) -> None:
    _, _, opened = drawn
    (intent,) = opened.Root.OutputIntents
    profile = intent.DestOutputProfile
    octets = profile.read_bytes()
    assert (intent.S, int(profile.N)) == (Name.GTS_PDFA1, 3)
    assert (octets[12:20], octets[36:40], len(octets)) == (b"mntrRGB ", b"acsp", int.from_bytes(octets[:4], "big"))
    for page in opened.pages:
        for font in page.Resources.Font.values():
            assert font.FontDescriptor.FontFile2.read_bytes()
            assert font.ToUnicode.read_bytes()
            assert len(font.Widths) == int(font.LastChar) - int(font.FirstChar) + 1


def test_nothing_runs_hides_or_leads_elsewhere_by_itself(drawn: tuple[str, bytes, Pdf]) -> None:
    _, _, opened = drawn
    assert not {"/OpenAction", "/AA", "/JavaScript", "/Perms"} & set(opened.Root.keys())
    for page in opened.pages:
        for note in page.get("/Annots", []):
            assert int(note.F) & 0b100111 == 0b100, "printed, neither hidden nor without view"
            assert note.Subtype in (Name.Link, Name.Widget)
            assert note.Subtype != Name.Link or note.A.S == Name.URI


def test_the_data_of_a_certificate_and_a_claim_are_inside(drawn: tuple[str, bytes, Pdf]) -> None:
    name, _, opened = drawn
    if name not in DATA:
        assert "/AF" not in opened.Root
        return
    file_name, data = DATA[name]
    (described,) = opened.Root.AF
    assert described.AFRelationship == Name.Data
    assert described.EF.F.Subtype == Name("/application/json")
    assert list(opened.attachments) == [file_name]
    assert opened.attachments[file_name].get_file().read_bytes() == data


def test_a_seal_has_its_room_on_the_first_page_when_it_is_asked_for(drawn: tuple[str, bytes, Pdf]) -> None:
    name, content, opened = drawn
    if name in ("verification", "table"):
        assert "/AcroForm" not in opened.Root
        return
    (field,) = opened.Root.AcroForm.Fields
    assert (int(opened.Root.AcroForm.SigFlags), field.FT, [float(side) for side in field.Rect]) == (
        3,
        Name.Sig,
        [0] * 4,
    )
    assert field.objgen in [note.objgen for note in opened.pages[0].Annots]
    assert content.count(b"/Contents <" + b"00" * OCTETS + b">") == 1
