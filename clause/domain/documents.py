"""A file as it is kept: its bytes, what they are, and their hash."""

import hashlib
from typing import Self

from pydantic import BaseModel, ConfigDict

PDF = "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StoredFile(BaseModel):
    """A file with its SHA-256 in hexadecimal."""

    model_config = ConfigDict(frozen=True)

    file_name: str
    media_type: str
    sha256: str
    content: bytes

    @classmethod
    def of(cls, file_name: str, media_type: str, content: bytes) -> Self:
        """A file of this name and kind."""
        sha256 = hashlib.sha256(content).hexdigest()
        return cls(file_name=file_name, media_type=media_type, sha256=sha256, content=content)

    @classmethod
    def pdf(cls, file_name: str, content: bytes) -> Self:
        """A PDF of this name."""
        return cls.of(file_name, PDF, content)
