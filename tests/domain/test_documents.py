"""A kept file: its hash is that of its bytes."""

from clause.domain.documents import StoredFile


def test_a_file_is_kept_with_the_sha_256_of_its_bytes() -> None:
    kept = StoredFile.of("lignes.csv", "text/csv", b"abc")
    assert (kept.file_name, kept.media_type, kept.content) == ("lignes.csv", "text/csv", b"abc")
    # The known answer for these three letters.
    assert kept.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert StoredFile.pdf("bilan.pdf", b"abc").media_type == "application/pdf"
