"""The words of the yearly consolidation: titles, columns, rows, units, and the notes that say what is counted."""

from collections.abc import Mapping
from decimal import Decimal

from clause.domain.statistics import Consolidation, Perimeter, PerimeterKind
from clause.domain.statistics_tables import UNKNOWN, Measure, TableCode
from clause.rules.eligibility import grounds
from clause.rules.quantities import Unit
from clause.rules.trace import ParameterUse
from clause.text import formats
from clause.text.labels import LABELS

TITLES: Mapping[TableCode, str] = {
    TableCode.SEX: "Participants et heures par sexe",
    TableCode.AGE: "Participants et heures par âge",
    TableCode.YOUNG: "Jeunes selon la qualification",
    TableCode.GROUND: "Participants et heures par critère principal",
    TableCode.EDUCATION: "Participants et heures par niveau de formation",
    TableCode.QPV: "Résidents des quartiers prioritaires (QPV)",
    TableCode.MODE: "Heures par modalité",
    TableCode.SECTOR: "Heures par secteur d’activité",
    TableCode.CONTRACT_TYPE: "Heures par type de contrat de travail",
    TableCode.COMPANY_SIZE: "Heures par taille d’entreprise",
    TableCode.NATURE: "Heures par nature",
    TableCode.SIAE_ROLE: "Rôle des structures d’insertion (SIAE)",
    TableCode.HIRES_TYPE: "Contrats de travail signés par type",
    TableCode.HIRES_DURATION: "Contrats de travail signés par durée",
    TableCode.OUTCOME_EXIT: "Situation à la sortie",
    TableCode.OUTCOME_M3: "Situation trois mois après",
    TableCode.OUTCOME_M6: "Situation six mois après",
    TableCode.OUTCOME_M12: "Situation douze mois après",
    TableCode.CONTRACTS_AMOUNT: "Marchés clausés par montant",
    TableCode.CONTRACTS_BUYER: "Marchés clausés par type d’acheteur",
    TableCode.CONTRACTS_CPV: "Marchés clausés par division CPV",
    TableCode.CONTRACTS_LEGAL: "Marchés clausés par considération sociale",
    TableCode.BUYERS: "Acheteurs par type",
    TableCode.COMPANIES_SIZE: "Entreprises par taille",
    TableCode.COMPANIES_NEW: "Entreprises nouvelles",
    TableCode.FINANCING: "Financement des postes de facilitateur",
}

SHEETS: Mapping[TableCode, str] = {
    TableCode.SEX: "Sexe",
    TableCode.AGE: "Âge",
    TableCode.YOUNG: "Jeunes",
    TableCode.GROUND: "Critère principal",
    TableCode.EDUCATION: "Formation",
    TableCode.QPV: "QPV",
    TableCode.MODE: "Modalité",
    TableCode.SECTOR: "Secteur",
    TableCode.CONTRACT_TYPE: "Heures par contrat de travail",
    TableCode.COMPANY_SIZE: "Heures par taille d’entreprise",
    TableCode.NATURE: "Nature des heures",
    TableCode.SIAE_ROLE: "Rôle des SIAE",
    TableCode.HIRES_TYPE: "Contrats signés par type",
    TableCode.HIRES_DURATION: "Contrats signés par durée",
    TableCode.OUTCOME_EXIT: "Sortie",
    TableCode.OUTCOME_M3: "À 3 mois",
    TableCode.OUTCOME_M6: "À 6 mois",
    TableCode.OUTCOME_M12: "À 12 mois",
    TableCode.CONTRACTS_AMOUNT: "Marchés par montant",
    TableCode.CONTRACTS_BUYER: "Marchés par acheteur",
    TableCode.CONTRACTS_CPV: "Marchés par division CPV",
    TableCode.CONTRACTS_LEGAL: "Marchés par considération",
    TableCode.BUYERS: "Acheteurs",
    TableCode.COMPANIES_SIZE: "Entreprises par taille",
    TableCode.COMPANIES_NEW: "Entreprises nouvelles",
    TableCode.FINANCING: "Financement des postes",
}
"""Names of sheets: 31 signs at most, none of them among ``[]:*?/\\``."""

COLUMNS: Mapping[Measure, str] = {
    Measure.PEOPLE: "Personnes",
    Measure.HIRES: "Contrats de travail",
    Measure.HOURS_CREDITED: "Heures prises en compte",
    Measure.HOURS_VALIDATED: "Heures validées",
    Measure.FTE: "ETP",
    Measure.SHARE_OF_HOURS: "Part des heures",
    Measure.MEAN_DURATION: "Durée moyenne (mois)",
    Measure.COUNT: "Nombre",
    Measure.AMOUNT: "Montant (€)",
    Measure.SHARE_OF_AMOUNT: "Part du financement",
    Measure.POSTS: "Postes (ETP)",
}

FIGURES: Mapping[str, str] = {
    "fte": "Équivalents temps plein",
    "hours_per_person": "Heures par personne",
    "hours_per_hire": "Heures par contrat de travail",
    "hires_per_person": "Contrats de travail par personne",
    "mean_hire_duration": "Durée moyenne des contrats signés (mois)",
    "share_women": "Part des heures réalisées par des femmes",
    "share_qpv": "Part des heures réalisées par des résidents de QPV",
    "share_young_unqualified": "Part des heures réalisées par des jeunes sans qualification",
    "share_small_companies": "Part des heures des entreprises de moins de 200 salariés",
    "share_lasting_exit": "Part des sorties en emploi durable",
    "share_lasting_m3": "Part en emploi durable à trois mois",
    "share_lasting_m6": "Part en emploi durable à six mois",
    "share_lasting_m12": "Part en emploi durable à douze mois",
    "fse_per_local_euro": "Euros de FSE+ pour un euro local",
    "public_per_local_euro": "Euros d’autres fonds publics pour un euro local",
}

PERCENTAGES = frozenset({Measure.SHARE_OF_HOURS, Measure.SHARE_OF_AMOUNT})
WHOLE_NUMBERS = frozenset({Measure.PEOPLE, Measure.HIRES, Measure.COUNT})

_KINDS: Mapping[TableCode, str] = {
    TableCode.SEX: "sex",
    TableCode.EDUCATION: "education_band",
    TableCode.MODE: "hire_mode",
    TableCode.SECTOR: "work_sector",
    TableCode.CONTRACT_TYPE: "contract_type",
    TableCode.COMPANY_SIZE: "company_size",
    TableCode.NATURE: "hours_nature",
    TableCode.HIRES_TYPE: "contract_type",
    TableCode.OUTCOME_EXIT: "outcome",
    TableCode.OUTCOME_M3: "outcome",
    TableCode.OUTCOME_M6: "outcome",
    TableCode.OUTCOME_M12: "outcome",
    TableCode.CONTRACTS_BUYER: "buyer_kind",
    TableCode.BUYERS: "buyer_kind",
    TableCode.COMPANIES_SIZE: "company_size",
    TableCode.FINANCING: "funding_source",
}
_OWN_ROWS: Mapping[TableCode, Mapping[str, str]] = {
    TableCode.YOUNG: {"UNQUALIFIED": "Sans qualification", "OTHER": "Autres jeunes"},
    TableCode.QPV: {"YES": "Habitent un QPV", "NO": "N’habitent pas un QPV"},
    TableCode.SIAE_ROLE: {
        "SIAE_HOLDER": "SIAE titulaire du lot",
        "SIAE_FOR_A_HOLDER": "SIAE pour un titulaire",
        "OTHER_EMPLOYER": "Autre employeur",
    },
    TableCode.CONTRACTS_LEGAL: {
        "SOCIAL_CLAUSE": "Clause sociale",
        "SOCIAL_CRITERION": "Critère social",
        "RESERVED_CONTRACT": "Marché réservé",
        "NONE": "Aucune considération déclarée",
        "UNSTATED": "Non précisé",
    },
    TableCode.COMPANIES_NEW: {"NEW": "Nouvelles dans l’année", "KNOWN": "Déjà connues"},
}
_BANDED = {TableCode.AGE, TableCode.HIRES_DURATION, TableCode.CONTRACTS_AMOUNT}
NOT_KNOWN = "Non précisé"


def row_label(consolidation: Consolidation, table: TableCode, code: str) -> str:
    """What a row is called; the total for no code, and the code itself where nobody gave it a name."""
    if not code:
        return "Total"
    if code == UNKNOWN and table not in _OUTCOMES:
        return NOT_KNOWN
    if table is TableCode.GROUND:
        return grounds()[code].label if code in grounds() else code
    if table in _BANDED:
        return _band(consolidation, table, code)
    if table is TableCode.CONTRACTS_CPV:
        return f"Division {code}"
    own = _OWN_ROWS.get(table)
    return (own if own is not None else LABELS[_KINDS[table]]).get(code, code)


_OUTCOMES = {TableCode.OUTCOME_EXIT, TableCode.OUTCOME_M3, TableCode.OUTCOME_M6, TableCode.OUTCOME_M12}


def _band(consolidation: Consolidation, table: TableCode, code: str) -> str:
    bounds = {use.name: use for use in consolidation.parameters}
    if table is TableCode.AGE:
        young, senior = bounds["age_band_young_below"].value, bounds["age_band_senior_from"].value
        names = {
            "YOUNG": f"Moins de {young} ans",
            "ADULT": f"De {young} à {int(senior) - 1} ans",
            "SENIOR": f"{senior} ans et plus",
        }
        return names.get(code, code)
    if code == "OPEN_ENDED":
        return "Sans terme (CDI)"
    if table is TableCode.HIRES_DURATION:
        return _between(code, [f"{bounds[f'hire_duration_band_{band}'].value} mois" for band in range(1, 5)])
    return _between(code, [_euros(bounds[f"contract_amount_band_{band}_eur"]) for band in range(1, 5)])


def _between(code: str, bounds: list[str]) -> str:
    band = int(code.removeprefix("BAND_"))
    if band == 0:
        return f"Moins de {bounds[0]}"
    if band == len(bounds):
        return f"{bounds[-1]} et plus"
    return f"De {bounds[band - 1]} à moins de {bounds[band]}"


def _euros(use: ParameterUse) -> str:
    return formats.count(int(Decimal(use.value))) + formats.NO_BREAK_SPACE + "€"


def perimeter_label(perimeter: Perimeter) -> str:
    """What is added up: the organisation, a region by its name, the country."""
    if perimeter.kind is PerimeterKind.REGION and perimeter.region:
        return f"Région {LABELS['region'][perimeter.region]}"
    return "France entière" if perimeter.kind is PerimeterKind.COUNTRY else "Organisme"


def parameter_line(use: ParameterUse) -> tuple[str, str, str, str, str]:
    """A dated value for the notes: name, value, unit, source, how sure it is."""
    where = use.reference.article or use.reference.source or use.reference.link or ""
    value = use.value.replace(".", ",") if use.unit in (Unit.HOUR, Unit.EURO) else use.value
    return (use.name, value, use.unit.value, f"{use.reference.text} : {where}", _SURENESS[use.confidence.value])


_SURENESS = {"sure": "sûr", "probable": "probable", "assumption": "hypothèse à confirmer"}


def notes(consolidation: Consolidation) -> list[str]:
    """What a reader must know before quoting a figure."""
    threshold = next(use.value for use in consolidation.parameters if use.name == "statistics_smallest_group")
    lines = [
        "Année : les heures sont rattachées au jour travaillé, quelle que soit la date de validation.",
        "Heures validées : acceptées par le facilitateur, extournes déduites. Heures prises en compte : la part "
        "créditée "
        "aux engagements des lots.",
        "Personnes : personnes distinctes ayant au moins une heure validée ou prise en compte dans l’année. Une "
        "personne "
        "suivie par plusieurs organismes compte une fois dans chacun : rien ne relie les personnes d’un organisme à "
        "l’autre.",
        "Une personne peut figurer dans plusieurs lignes d’un tableau par modalité, secteur, type de contrat, taille "
        "d’entreprise, nature ou rôle ; les heures, elles, s’additionnent.",
        "Âge : au premier jour sous contrat dans l’année. Formation, QPV : d’après l’embauche la plus récente "
        "de l’année.",
        "Critère principal : celui que le facilitateur a retenu comme tel ; à défaut celui de l’embauche.",
        "Jeunes sans qualification : niveau infra 3 ou, niveau inconnu, critère « jeune sans qualification » accepté.",
        "ETP : heures prises en compte ÷ 1 600, au centième.",
        "Taille d’entreprise : celle de l’employeur ; en mise à disposition, celle de l’entreprise d’accueil "
        "quand elle est "
        "connue.",
        "Contrats de travail signés : embauches commencées dans l’année. Durée : de date à date, fin réelle ou "
        "à défaut "
        "prévue ; un CDI est sans terme.",
        "Situations : dernière observation de chaque échéance, datée de l’année. Emploi durable : CDI, CDD de "
        "plus de six "
        "mois, création d’entreprise.",
        "Marchés clausés : marchés dont un lot s’exécute dans l’année et doit des heures en fin d’année, ou "
        "dont des heures "
        "ont été validées dans l’année. Un marché peut porter plusieurs considérations sociales.",
        "Acheteurs et entreprises : chaque établissement (SIRET) compte une fois, même suivi par plusieurs organismes.",
        "Entreprise nouvelle : aucun lot ni aucune embauche avant le 1er janvier chez les organismes additionnés.",
        "Effet de levier : euros de FSE+, et d’autres fonds publics (État, région, département), pour un euro "
        "des communes "
        "et intercommunalités.",
    ]
    if consolidation.is_publication:
        lines.append(
            f"s : secret statistique. Une valeur qui repose sur moins de {threshold} personnes n’est pas montrée, ni "
            "celles qui permettraient de la retrouver par addition ou soustraction, d’un tableau à l’autre et de la "
            "région au pays."
        )
    else:
        lines.append(
            "Document interne : les petits effectifs y sont visibles. Pour le diffuser, demandez la version à publier "
            "(publication=true)."
        )
    return lines
