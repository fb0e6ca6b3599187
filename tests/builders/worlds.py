"""Three stories side by side, so that what is foreign exists on all sides: everyone has something of their own.

*ours* is the story of the first territory. *beside* is told by another facilitator of the same organisation, with
another buyer, another company and another intermediate body. *away* is told by the other facilitator organisation,
with the buyer, the company and the intermediate body of the first: those who work for two must not join them.
"""

from dataclasses import replace
from uuid import UUID

from clause.domain.actors import Role
from tests.builders.story import build_story
from tests.builders.territory import Caller, Territory, machine, person

Ids = dict[str, UUID]


async def the_places(ours: Territory) -> dict[str, Territory]:
    """The territory as each story sees it."""
    beside = replace(
        ours,
        turn=1,
        facilitator=await person(ours.facilitator_org, Role.FACILITATOR, "Andrea Noël", "andrea@brisemer.example"),
        buyer=ours.other_buyer,
        buyer_agent=ours.other_buyer_agent,
        company=ours.other_company,
        company_agent=ours.other_company_agent,
        company_client=await machine(ours.other_company, "paie"),
        intermediate_body=ours.other_intermediate_body,
        oi_officer=ours.other_oi_officer,
        oi_client=ours.other_oi_client,
        other_buyer=ours.buyer,
        other_company=ours.company,
    )
    away = replace(
        ours,
        turn=2,
        facilitator_org=ours.other_facilitator_org,
        facilitator=ours.other_facilitator,
        manager=ours.other_manager,
    )
    return {"ours": ours, "beside": beside, "away": away}


async def tell(place: Territory) -> Ids:
    """The story of a place, by the name that the routes give to each id."""
    told = await build_story(place)
    return {**told, "org_id": place.company.id, "company_id": place.company.id}


# Who reads in the matrices, and whose story is foreign to each: the one that another of the same kind told.
FOREIGN_TO = {
    "a company": "beside",
    "another company": "ours",
    "a facilitator of the same organisation": "away",
    "the manager": "away",
    "a facilitator of another organisation": "ours",
    "the manager of another organisation": "beside",
    "a buyer": "beside",
    "another buyer": "ours",
    "an intermediate body": "beside",
    "another intermediate body": "ours",
    "a program of an intermediate body": "beside",
    "a program of a company": "beside",
    "a program of a facilitator organisation": "away",
}


def the_readers(places: dict[str, Territory]) -> dict[str, Caller]:
    """Everyone of the matrices who has signed in, by the names of ``FOREIGN_TO``."""
    ours, beside, away = places["ours"], places["beside"], places["away"]
    return {
        "a company": ours.company_agent,
        "another company": beside.company_agent,
        "a facilitator of the same organisation": beside.facilitator,
        "the manager": ours.manager,
        "a facilitator of another organisation": away.facilitator,
        "the manager of another organisation": away.manager,
        "a buyer": ours.buyer_agent,
        "another buyer": beside.buyer_agent,
        "an intermediate body": ours.oi_officer,
        "another intermediate body": beside.oi_officer,
        "a program of an intermediate body": ours.oi_client,
        "a program of a company": ours.company_client,
        "a program of a facilitator organisation": ours.facilitator_client,
    }
