"""Bodies about checking a file."""

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict


class FileIn(BaseModel):
    """A file to check, as ``multipart/form-data``."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="ignore", json_schema_extra={"examples": [{"file": "attestation.pdf"}]}
    )

    file: UploadFile
