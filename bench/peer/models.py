"""Organisations with their users, lots with the hours they owe, hires, and the hours of each month."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organisation(models.Model):
    """A facilitator organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)


class User(AbstractUser):
    """Someone, or a program, of one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)


class Company(models.Model):
    """A company that hires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    siret = models.CharField(max_length=14, unique=True)


class Lot(models.Model):
    """A part of a contract, with the hours of inclusion that it owes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    label = models.CharField(max_length=200)
    hours_owed = models.DecimalField(max_digits=10, decimal_places=2)


class Participant(models.Model):
    """A person who works under a clause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    birth_date = models.DateField()


class Hire(models.Model):
    """A participant's work for a company on a lot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT)
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="hires")
    first_day = models.DateField()
    last_day = models.DateField(null=True)


class Hours(models.Model):
    """What was worked under a hire in a month; one row a month."""

    class State(models.TextChoices):
        """Where the row stands."""

        DRAFT = "draft"
        VALIDATED = "validated"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="hours")
    month = models.DateField()
    hours_declared = models.DecimalField(max_digits=6, decimal_places=2)
    hours_validated = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hire", "month"], name="one_row_a_month")]
