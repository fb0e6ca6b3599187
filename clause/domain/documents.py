"""A file as it is kept: its bytes, what they are, and their hash."""

import hashlib
from typing import Self

from pydantic import BaseModel, ConfigDict

PDF = "application/pdf"


class StoredFile(BaseModel):
    """A file with its SHA-256 in hexadecimal."""

    model_config = ConfigDict(frozen=True)

    file_name: str
    media_type: str
    sha256: str
    content: bytes

    @classmethod
    def pdf(cls, file_name: str, content: bytes) -> Self:
        """A PDF of this name."""
        return cls(file_name=file_name, media_type=PDF, sha256=hashlib.sha256(content).hexdigest(), content=content)
