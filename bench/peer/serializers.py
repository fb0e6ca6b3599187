"""What goes in and out."""

from datetime import date
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from bench.peer.models import Hire, Hours, Lot


class HiresOfTheCaller(serializers.PrimaryKeyRelatedField):
    """A hire of the caller's own organisation."""

    def get_queryset(self) -> Any:
        """Its hires; all others do not exist."""
        return Hire.objects.filter(organisation_id=self.context["request"].user.organisation_id)


class HoursSerializer(serializers.ModelSerializer):
    """Hours of a month."""

    hire = HiresOfTheCaller()
    lot = serializers.UUIDField(source="hire.lot_id", read_only=True)
    company = serializers.UUIDField(source="hire.company_id", read_only=True)
    participant = serializers.UUIDField(source="hire.participant_id", read_only=True)

    class Meta:
        model = Hours
        fields = [
            "id",
            "hire",
            "lot",
            "company",
            "participant",
            "month",
            "hours_declared",
            "hours_validated",
            "state",
            "created_by",
            "created_at",
        ]
        read_only_fields = ["hours_validated", "state", "created_by", "created_at"]
        extra_kwargs = {"hours_declared": {"min_value": Decimal("0.01")}}

    def validate_month(self, month: date) -> date:
        """Months are named by their first day."""
        if month.day != 1:
            raise serializers.ValidationError("A month is named by its first day.")
        return month

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Hours belong to a month of the hire."""
        hire, month = attrs["hire"], attrs["month"]
        ended = hire.last_day is not None and hire.last_day < month
        if month < hire.first_day.replace(day=1) or ended:
            raise serializers.ValidationError("The hire does not cover this month.")
        return attrs


class LotSerializer(serializers.ModelSerializer):
    """A lot with what it owes and what was performed."""

    performed = serializers.DecimalField(max_digits=12, decimal_places=2)
    missing = serializers.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        model = Lot
        fields = ["id", "label", "hours_owed", "performed", "missing"]
