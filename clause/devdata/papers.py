"""Certificates: one in progress, one taken back and given again, and the final one of a lot that has ended."""

from datetime import datetime
from functools import partial

from clause.devdata.world import World, run_job
from clause.domain.certificate_register import CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.services import certificate_orders, certificates

_FINAL_REMARK = "Bilan établi après validation de tous les relevés du lot."


def plan(world: World) -> None:
    """Each is asked for by a facilitator and drawn at once."""
    calendar, timeline = world.calendar, world.timeline
    wanted = (
        ("final", "pisc4", CertificateKind.FINAL, _FINAL_REMARK, calendar.day(-4, 18), 10),
        ("revoked", "nett", CertificateKind.PROGRESS, None, calendar.day(-3, 20), 10),
        ("progress", "nett", CertificateKind.PROGRESS, None, calendar.day(-2, 16), 11),
        ("latest", "pisc1", CertificateKind.PROGRESS, None, calendar.day(-1, 20), 10),
    )
    for key, lot, kind, remark, day, hour in wanted:
        order = CertificateOrder(kind=kind, remark=remark)
        timeline.plan(day, partial(_issue, world, key, lot, order), hour=hour)
    timeline.plan(calendar.day(-2, 16), partial(_revoke, world, "revoked"), hour=10)


async def _issue(world: World, key: str, lot: str, order: CertificateOrder, now: datetime) -> None:
    context, lot_id = world.by("maelle", now), world.lots[lot].id
    requested = await certificate_orders.request_certificate(context, lot_id, order, world.public_url)
    await run_job(certificates.render_certificate, requested.job_id, now)
    world.certificates[key] = requested


async def _revoke(world: World, key: str, now: datetime) -> None:
    reason = "Demandée avant la modification n° 1 du dossier de la société ; remplacée le jour même."
    await certificates.revoke_certificate(world.by("maelle", now), world.certificates[key].id, reason)
