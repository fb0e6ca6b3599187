"""A copy of a proof, kept with the ground that it proves, and somebody's look at it."""

from datetime import datetime
from functools import partial

from clause.devdata.world import World
from clause.domain.proof_documents import PDF, SentFile
from clause.services import proof_documents

PROVED = "p13"
_TEXT = "Attestation fictive du territoire de demonstration : elle ne concerne personne."


def plan(world: World) -> None:
    """Kept once the ground is accepted; looked at when the files of a lot are gone through."""
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(-4, 8), partial(_keep, world), hour=15)
    timeline.plan(calendar.day(-2, 17), partial(_look, world), hour=10)


async def _keep(world: World, now: datetime) -> None:
    file = SentFile("attestation-rsa.pdf", PDF, one_page(_TEXT))
    kept = await proof_documents.keep_proof(world.by("yanis", now), world.eligibilities[PROVED], file)
    world.proofs[PROVED] = kept.id


async def _look(world: World, now: datetime) -> None:
    purpose = "Contrôle interne des justificatifs du marché de nettoyage."
    await proof_documents.view_proof(world.by("maelle", now), world.proofs[PROVED], purpose)


def one_page(text: str) -> bytes:
    """A PDF of one page with one line of plain ASCII."""
    drawing = f"BT /F1 12 Tf 50 780 Td ({text}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = "%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size, begins = len(objects) + 1, len(written)
    written += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    written += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n"
    return written.encode("ascii")
