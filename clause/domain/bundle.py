"""The bundle of a claim: every file that an intermediate body needs, with a manifest of their hashes.

Nothing in it depends on the day it is made: the same frozen claim and the same pieces give the same list.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from clause.domain.claims import canonical_json
from clause.domain.documents import CSV, PDF

FORMAT = "clause-bundle/1"
MANIFEST, EVIDENCE_LIST = "manifest.json", "evidence.json"
JSON, TEXT, ZIP = "application/json", "text/plain; charset=utf-8", "application/zip"
EXTENSIONS = {
    PDF: "pdf",
    CSV: "csv",
    JSON: "json",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle."""

    path: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class HandedEvidence:
    """A piece of evidence: the hash that the claim names, and what is handed over for it; None for what is withheld.

    A pay document names a social-security number and more: its redacted copy stands in its place.
    """

    sha256: str
    kind: str
    file: BundleFile | None


@dataclass(frozen=True, slots=True)
class BundleParts:
    """What a bundle is made of; CSV files are drawn from the frozen claim."""

    claim_id: UUID
    claim: bytes
    pdf: bytes
    trace: bytes
    lines_csv: bytes
    staff_csv: bytes
    declarations: tuple[str, ...]
    timesheets: tuple[BundleFile, ...]
    evidence: tuple[HandedEvidence, ...]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a bundle as its manifest lists it."""

    path: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """A piece that the claim names by its hash; ``path`` is None for one that is withheld."""

    sha256: str
    kind: str
    path: str | None
    is_redacted: bool


@dataclass(frozen=True, slots=True)
class BundleContents:
    """What a bundle holds, as it says itself."""

    size: int
    files: tuple[ListedFile, ...]
    evidence: tuple[ListedEvidence, ...]

    def piece(self, sha256: str | None) -> ListedEvidence | None:
        """The piece of this hash, or None."""
        return next((piece for piece in self.evidence if piece.sha256 == sha256), None)

    def month(self, staff_number: str, month: str, revision: int) -> str | None:
        """The path of a signed month, None when the bundle was made without it."""
        wanted = timesheet_path(staff_number, month, revision)
        return next((file.path for file in self.files if file.path == wanted), None)


def contents_of(size: int, manifest: bytes, evidence: bytes) -> BundleContents:
    """The contents from the two lists that a bundle of ``size`` bytes carries."""
    return BundleContents(
        size=size,
        files=tuple(ListedFile(one["path"], one["size"], one["media_type"]) for one in json.loads(manifest)["files"]),
        evidence=tuple(
            ListedEvidence(one["sha256"], one["kind"], one["path"], one["handed_over"] == "redacted")
            for one in json.loads(evidence)["evidence"]
        ),
    )


def timesheet_path(staff_number: str, month: str, revision: int) -> str:
    """Where a signed month stands in the bundle."""
    name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in staff_number)
    return f"timesheets/{name}-{month}-r{revision}.pdf"


def timesheet_file(staff_number: str, month: str, revision: int, content: bytes) -> BundleFile:
    """A signed month as it stands in the bundle."""
    return BundleFile(timesheet_path(staff_number, month, revision), PDF, content)


def evidence_file(media_type: str, content: bytes) -> BundleFile:
    """A piece of evidence, named after its hash."""
    extension = EXTENSIONS.get(media_type.partition(";")[0].strip(), "bin")
    return BundleFile(f"evidence/{hashlib.sha256(content).hexdigest()}.{extension}", media_type, content)


def files_of(parts: BundleParts) -> list[BundleFile]:
    """Every file, the manifest first, the others by path, each path once."""
    declarations = "".join(f"{place}. {text}\n" for place, text in enumerate(parts.declarations, start=1))
    files = [
        BundleFile("claim.json", JSON, parts.claim),
        BundleFile("claim.pdf", PDF, parts.pdf),
        BundleFile("trace.json", JSON, parts.trace),
        BundleFile("lines.csv", CSV, parts.lines_csv),
        BundleFile("staff.csv", CSV, parts.staff_csv),
        BundleFile("declarations.txt", TEXT, declarations.encode()),
        BundleFile(EVIDENCE_LIST, JSON, _evidence_list(parts.evidence)),
        *parts.timesheets,
        *(one.file for one in parts.evidence if one.file is not None),
    ]
    by_path = {file.path: file for file in files}
    held = [by_path[path] for path in sorted(by_path)]
    return [_manifest(parts, held), *held]


def _evidence_list(evidence: Iterable[HandedEvidence]) -> bytes:
    """Which file stands for which hash of the claim, and what is withheld until it is asked for with a reason."""
    listed = [
        {
            "sha256": one.sha256,
            "kind": one.kind,
            "path": one.file.path if one.file else None,
            "handed_over": "withheld" if one.file is None else "as_is" if one.file.sha256 == one.sha256 else "redacted",
        }
        for one in sorted(evidence, key=lambda one: (one.sha256, one.kind))
    ]
    return canonical_json({"evidence": listed})


def _manifest(parts: BundleParts, files: Iterable[BundleFile]) -> BundleFile:
    content = canonical_json(
        {
            "format": FORMAT,
            "claim_id": str(parts.claim_id),
            "claim_sha256": hashlib.sha256(parts.claim).hexdigest(),
            "files": [
                {"path": file.path, "sha256": file.sha256, "size": len(file.content), "media_type": file.media_type}
                for file in files
            ],
        }
    )
    return BundleFile(MANIFEST, JSON, content)
