"""Bodies about questions and answers on claims, and the files sent with them."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from clause.api.schemas.base import InstantOut, Schema, Text
from clause.domain.claim_messages import ClaimMessage
from clause.domain.message_files import MessageFile
from clause.domain.proof_documents import SentFile


class QuestionIn(Schema):
    """What the officer asks."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Merci de joindre la fiche de paie de mai.", "due_on": None}]}
    )

    question: Text
    due_on: date | None = Field(default=None, description="Day of the answer; null for the days of the agreement")


class AnswerIn(Schema):
    """What the beneficiary answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "La fiche de paie est jointe au dossier."}]})

    text: Text


def _several(value: object) -> object:
    """One file of a form is no list yet."""
    return value if isinstance(value, list) else [value]


class _WithFiles(BaseModel):
    """Files of a form, as ``multipart/form-data``."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="ignore")

    files: Annotated[list[UploadFile], BeforeValidator(_several)] = []

    async def sent(self) -> tuple[SentFile, ...]:
        """The files with what their sender says of them."""
        return tuple([SentFile(one.filename, one.content_type or "", await one.read()) for one in self.files])


class QuestionWithFilesIn(_WithFiles):
    """A question with its files."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Ces écarts vous semblent-ils justes ?"}]})

    question: Text
    due_on: date | None = Field(default=None, description="Day of the answer; left out for the days of the agreement")


class AnswerWithFilesIn(_WithFiles):
    """An answer with its files."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "La fiche de paie est jointe."}]})

    text: Text


class MessageFileOut(Schema):
    """A file sent with a message; its bytes are at ``…/messages/files/{id}``."""

    id: UUID
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, file: MessageFile) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(file, name) for name in cls.model_fields})


class MessageOut(Schema):
    """A question or an answer."""

    id: UUID
    claim_id: UUID
    seq: int
    kind: str = Field(description="question, answer or observations")
    text: str
    due_on: date | None
    sent_at: InstantOut
    files: list[MessageFileOut]

    @classmethod
    def of(cls, message: ClaimMessage) -> Self:
        """As the API shows it."""
        said = message.model_dump(exclude={"sent_by", "files"})
        return cls(**said, files=[MessageFileOut.of(file) for file in message.files])
