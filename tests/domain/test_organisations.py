"""Corrections of an organisation: what they set, what they take away, and which attributes it cannot have."""

from typing import Any

import pytest

from clause.domain.accounts import OrganisationChange, require_attributes_fit
from clause.domain.actors import OrgKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind

STRUCTURE, SIZE, BUYER, REGION = (next(iter(codes)) for codes in (StructureKind, CompanySize, BuyerKind, Region))
WORTH: dict[str, Any] = {"structure_kind": STRUCTURE, "company_size": SIZE, "buyer_kind": BUYER, "region_code": REGION}


def test_only_what_was_set_is_changed_and_nothing_takes_an_attribute_away() -> None:
    assert OrganisationChange(structure_kind=None).values_set == {"structure_kind": None}
    assert OrganisationChange(name="Bâti Nord").values_set == {"name": "Bâti Nord"}
    assert OrganisationChange().values_set == {}


def test_a_name_is_never_taken_away() -> None:
    assert OrganisationChange(name=None, region_code=REGION).values_set == {"region_code": REGION}


@pytest.mark.parametrize(
    ("kind", "fitting"),
    [
        (OrgKind.COMPANY, {"structure_kind", "company_size", "region_code"}),
        (OrgKind.BUYER, {"buyer_kind", "region_code"}),
        (OrgKind.FACILITATOR_ORG, {"region_code"}),
        (OrgKind.INTERMEDIATE_BODY, {"region_code"}),
    ],
)
def test_each_kind_of_organisation_has_its_own_attributes_and_all_have_a_region(
    kind: OrgKind, fitting: set[str]
) -> None:
    for field, value in WORTH.items():
        change = OrganisationChange(**{field: value})
        if field in fitting:
            require_attributes_fit(kind, change)
            continue
        with pytest.raises(Refused) as refused:
            require_attributes_fit(kind, change)
        assert refused.value.code == "ORG-001"
        expected = Finding(code="ORG-002", field=field, raw=value.value, values={"kind": kind.value})
        assert refused.value.findings == (expected,)


def test_every_attribute_that_does_not_fit_is_told_in_one_order() -> None:
    with pytest.raises(Refused) as refused:
        require_attributes_fit(OrgKind.FACILITATOR_ORG, OrganisationChange(**WORTH, name="A"))
    assert [one.field for one in refused.value.findings] == ["structure_kind", "company_size", "buyer_kind"]


def test_an_attribute_that_does_not_fit_may_be_taken_away() -> None:
    require_attributes_fit(OrgKind.BUYER, OrganisationChange(structure_kind=None, company_size=None))
