"""Hours: listed, added, as CSV. Lots: what each owes and has performed, and those furthest behind."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bench.peer.models import Hours, Lot
from bench.peer.serializers import HoursSerializer, LotSerializer

FURTHEST_BEHIND = 50
_HOURS = DecimalField(max_digits=12, decimal_places=2)


class _Line:
    """Something to write to that gives the line back."""

    def write(self, line: str) -> str:
        return line


class HoursViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Hours of the caller's organisation."""

    serializer_class = HoursSerializer

    def get_queryset(self) -> Any:
        """The organisation's own, those of a lot or month when asked."""
        found = Hours.objects.filter(organisation_id=self.request.user.organisation_id).select_related("hire")
        lot, month = self.request.query_params.get("lot"), self.request.query_params.get("month")
        if lot:
            found = found.filter(hire__lot=lot)
        if month:
            found = found.filter(month=month)
        return found.order_by("id")

    def perform_create(self, serializer: Any) -> None:
        """In the name of the caller."""
        serializer.save(organisation_id=self.request.user.organisation_id, created_by=self.request.user)

    @action(detail=False, url_path="csv")
    def as_csv(self, request: Request) -> StreamingHttpResponse:
        """All of them, as they are read."""
        columns = ("id", "hire", "hire__lot", "hire__company", "month", "hours_declared", "hours_validated", "state")
        rows = self.get_queryset().values_list(*columns).iterator(chunk_size=2000)

        def lines() -> Iterator[str]:
            writer = csv.writer(_Line())
            yield writer.writerow(columns)
            for row in rows:
                yield writer.writerow(row)

        return StreamingHttpResponse(lines(), content_type="text/csv")


class LotViewSet(viewsets.GenericViewSet):
    """Lots of the caller's organisation."""

    serializer_class = LotSerializer

    def get_queryset(self) -> Any:
        """With the hours validated for each, and what is missing to the hours that it owes."""
        validated = Q(hires__hours__state=Hours.State.VALIDATED)
        performed = Sum("hires__hours__hours_validated", filter=validated)
        return Lot.objects.filter(organisation_id=self.request.user.organisation_id).annotate(
            performed=Coalesce(performed, Value(Decimal(0)), output_field=_HOURS),
            missing=F("hours_owed") - F("performed"),
        )

    @action(detail=True)
    def compliance(self, request: Request, pk: str) -> Response:
        """How one lot stands."""
        return Response(self.get_serializer(self.get_object()).data)

    @action(detail=False, url_path="furthest-behind")
    def furthest_behind(self, request: Request) -> Response:
        """The lots that miss most hours."""
        found = self.get_queryset().filter(missing__gt=0).order_by("-missing", "id")[:FURTHEST_BEHIND]
        return Response(self.get_serializer(found, many=True).data)
