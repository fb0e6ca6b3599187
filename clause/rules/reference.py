"""Where a rule or a value comes from, and how sure that is."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator


class Confidence(StrEnum):
    """How sure a source is: read in the text itself, read about it, or taken for granted until somebody confirms."""

    SURE = "sure"
    PROBABLE = "probable"
    ASSUMPTION = "assumption"


class LegalReference(BaseModel):
    """A text and the place in it: an article, a link, or the source in which it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    article: str | None = None
    link: str | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "LegalReference":
        if not self.text.strip() or not (self.article or self.link or self.source):
            raise ValueError("a reference needs a text and an article, a link or a source")
        return self
