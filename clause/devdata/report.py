"""What a newcomer is told: who to sign in as, what to look at first, and how a program pulls the claim."""

import json
import os
from datetime import date
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from clause.devdata import windows
from clause.devdata.cast import ACCOUNTS
from clause.devdata.world import World
from clause.rules.calendar import Month, add_months

FILE_NAME = "demo.json"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredAccess(_Frozen):
    """A program's credentials."""

    organisation: str
    client_id: UUID
    client_secret: str


class StoredDemo(_Frozen):
    """All that is needed to tell it again; ``facilitator_org_id`` says to which database it belongs."""

    facilitator_org_id: UUID
    seeded_on: date
    password: str
    people: dict[str, UUID]
    lots: dict[str, UUID]
    certificates: dict[str, UUID]
    verification_code: str
    claim_id: UUID
    import_id: UUID
    agreement_id: UUID
    prolonged_id: UUID
    """The participant whose window was prolonged."""
    accesses: dict[str, StoredAccess]


class DemoReport(_Frozen):
    """Lines ready to be printed."""

    lines: list[str]


def to_store(world: World) -> StoredDemo:
    """What is kept of the demonstration that was just made."""
    if world.claim_id is None or world.import_id is None or world.agreement_id is None:
        raise RuntimeError("the demonstration has no claim, no spreadsheet or no pooling agreement")
    return StoredDemo(
        facilitator_org_id=world.organisations["mde"].id,
        seeded_on=world.calendar.today,
        password=world.password,
        people={key: person.id for key, person in world.people.items()},
        lots={key: lot.id for key, lot in world.lots.items()},
        certificates={key: certificate.id for key, certificate in world.certificates.items()},
        verification_code=world.certificates["latest"].code,
        claim_id=world.claim_id,
        import_id=world.import_id,
        agreement_id=world.agreement_id,
        prolonged_id=world.participants[windows.PROLONGED],
        accesses={
            key: StoredAccess(
                organisation=access.organisation, client_id=access.client_id, client_secret=access.client_secret
            )
            for key, access in world.accesses.items()
        },
    )


def write(folder: Path, demo: StoredDemo) -> None:
    """Keep it in a file that only its owner reads: it holds secrets."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE_NAME}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(demo.model_dump(mode="json"), file, ensure_ascii=False, indent=2)
    fresh.replace(folder / FILE_NAME)


def read(folder: Path) -> StoredDemo | None:
    """What was kept, or None when there is nothing that can be read."""
    try:
        return StoredDemo.model_validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def report_of(demo: StoredDemo, public_url: str) -> DemoReport:
    """The lines for this address: accounts, then the program's access, then a certificate that anyone may check."""
    return DemoReport(lines=[*_accounts(demo), "", *_program(demo, public_url), "", *_verification(demo), ""])


def lost_report() -> DemoReport:
    """The territory is in the database, but its secrets were written in another data folder."""
    return DemoReport(
        lines=[
            "Le territoire de démonstration est déjà dans cette base.",
            f"Ses accès ont été écrits dans {FILE_NAME}, dans le dossier de données qui l’a chargé :",
            "reprenez ce dossier (CLAUSE_DATA_DIR), ou ajoutez un compte avec « clause user add ».",
        ]
    )


def _accounts(demo: StoredDemo) -> list[str]:
    lines = [
        "Territoire de démonstration du Pays de Brisemer : organisations, personnes et marchés sont inventés.",
        f"Mot de passe de tous les comptes : {demo.password}   (démonstration : n’y mettez aucune vraie donnée)",
    ]
    to_see = _to_see(demo)
    for account in ACCOUNTS:
        lines += ["", f"  {account.email}   {account.full_name}, {account.presented_as}"]
        lines += [f"      {path:<52} {what}" for path, what in to_see[account.key]]
    return lines


def _to_see(demo: StoredDemo) -> dict[str, list[tuple[str, str]]]:
    """What each account should look at first; paths begin at the address of the service."""
    lot = {key: f"/lots/{lot_id}" for key, lot_id in demo.lots.items()}
    certificate = {key: f"/certificates/{certificate_id}" for key, certificate_id in demo.certificates.items()}
    last_month = Month.of(add_months(demo.seeded_on.replace(day=1), -1))
    sheet = f"/timesheets/{demo.people['yanis']}/{last_month}"
    return {
        "maelle": [
            ("/", "un relevé à valider, des entreprises en retard, des marchés à trier"),
            ("/hours", "la grille de saisie des heures"),
            (lot["pisc1"], "un lot dans les temps"),
            (lot["pisc2"], "un lot en retard, qui finit bientôt"),
            (lot["nett"], "deux versions des heures dues, après une modification du marché"),
            (f"{lot['fetes']}/penalties", "aucune heure faite : la pénalité proposée à l’acheteur"),
            ("/statement-reminders", "une entreprise en retard, relancée deux fois"),
            (f"/pooling-agreements/{demo.agreement_id}", "des heures portées sur le lot d’un autre acheteur"),
        ],
        "yanis": [
            (lot["dune"], "un lot sans aucune embauche"),
            (lot["college"], "heures offertes, puis une tranche affermie, puis un avenant"),
            (f"{lot['goel1']}/reliefs", "chantier arrêté : suspension, puis réduction"),
            (lot["pisc3"], "un lot au-delà des heures dues, déclaré par trimestre, avec une écriture corrigée"),
            (f"/imports/{demo.import_id}", "un tableur d’heures : ce qui fut déclaré, ce qui fut refusé"),
            (f"/participants/{demo.prolonged_id}/eligibility-window", "une durée prolongée par décision"),
            ("/outcomes-due", "ceux dont la situation est à demander"),
            (sheet, "sa feuille de temps du mois dernier, signée"),
        ],
        "thomas": [
            (lot["pisc4"], "un lot terminé, heures hors période non créditées"),
            (certificate["final"], "son attestation de bilan final"),
            (lot["voirie"], "des heures dues au fil des factures"),
        ],
        "sophie": [
            ("/certificates", "ses attestations"),
            (certificate["latest"], "la dernière du gros œuvre, à télécharger"),
            (certificate["yearly"], "celle de l’année, tous lots ensemble"),
        ],
        "karim": [
            (certificate["revoked"], "une attestation révoquée"),
            (certificate["progress"], "celle qui l’a remplacée"),
        ],
        "lise": [("/", "un relevé à corriger"), (lot["espv"], "un lot qui démarre lentement")],
        **_of_the_fund(demo, sheet),
    }


def _of_the_fund(demo: StoredDemo, sheet: str) -> dict[str, list[tuple[str, str]]]:
    claim = f"/claims/{demo.claim_id}"
    return {
        "helene": [
            (claim, "le bilan FSE+, contrôlé et payé, avec ce qui fut écarté et pourquoi"),
            ("/operations", "deux opérations ; la seconde suit des personnes et leurs indicateurs"),
            ("/timesheets/team", "les feuilles de temps de l’équipe, à approuver"),
            (sheet, "une feuille de temps à approuver"),
        ],
        "bruno": [
            ("/oi/claims", "les bilans reçus"),
            (f"/oi{claim}/verification", "une ligne écartée, une autre mise de côté"),
        ],
    }


def _program(demo: StoredDemo, public_url: str) -> list[str]:
    access, other = demo.accesses["ponant"], demo.accesses["hautelande"]
    return [
        f"Programme de l’organisme intermédiaire ({access.organisation}), qui vient chercher les demandes FSE+ :",
        f"  client_id={access.client_id}",
        f"  client_secret={access.client_secret}",
        f"  TOKEN=$(curl -s {public_url}/api/v1/oauth/token -d grant_type=client_credentials"
        f" -d client_id={access.client_id} -d client_secret={access.client_secret}"
        " | python3 -c 'import json, sys; print(json.load(sys.stdin).get(\"access_token\"))')",
        f'  curl -s {public_url}/api/v1/oi/claims -H "Authorization: Bearer $TOKEN"',
        f"Un autre organisme, qui ne doit rien voir de ce territoire ({other.organisation}) :",
        f"  client_id={other.client_id} client_secret={other.client_secret}",
    ]


def _verification(demo: StoredDemo) -> list[str]:
    code = demo.verification_code
    return [f"Vérification publique d’une attestation, sans compte : /verify/{code}"]
