"""The closed lists of both DECP formats, each value found by its folded spelling.

One list serves both formats: a framework agreement was a nature until 2023 and is a technique since, and files mix.
"""

from clause.domain.decp import ConsortiumKind, SocialConsideration
from clause.gateways.decp_fields import choices_of

NATURES = choices_of(
    "Marché",
    "Marché de partenariat",
    "Marché de défense ou de sécurité",
    "Accord-cadre",
    "Marché subséquent",
    "Concession de travaux",
    "Concession de service",
    "Concession de service public",
    "Délégation de service public",
)
PROCEDURES = choices_of(
    "Procédure adaptée",
    "Appel d'offres ouvert",
    "Appel d'offres restreint",
    "Procédure avec négociation",
    "Marché passé sans publicité ni mise en concurrence préalable",
    "Dialogue compétitif",
    "Procédure négociée ouverte",
    "Procédure non négociée ouverte",
    "Procédure négociée restreinte",
    "Procédure non négociée restreinte",
)
PRICE_FORMS = choices_of("Ferme", "Ferme et actualisable", "Révisable", "Unitaire", "Forfaitaire", "Mixte")
PRICE_TYPES = choices_of("Définitif ferme", "Définitif actualisable", "Définitif révisable", "Provisoire")
TECHNIQUES = choices_of(
    "Accord-cadre",
    "Concours",
    "Système de qualification",
    "Système d'acquisition dynamique",
    "Catalogue électronique",
    "Enchère électronique",
    "Sans objet",
)
CCAGS = choices_of(
    "Travaux",
    "Maitrise d'œuvre",
    "Fournitures courantes et services",
    "Marchés industriels",
    "Prestations intellectuelles",
    "Techniques de l'information et de la communication",
    "Pas de CCAG",
)
PLACE_TYPES = choices_of(
    "Code postal",
    "Code commune",
    "Code arrondissement",
    "Code canton",
    "Code département",
    "Code région",
    "Code pays",
)
CONSORTIUMS = {
    "conjoint": ConsortiumKind.CONJOINT,
    "groupement conjoint": ConsortiumKind.CONJOINT,
    "solidaire": ConsortiumKind.SOLIDAIRE,
    "groupement solidaire": ConsortiumKind.SOLIDAIRE,
    "pas de groupement": ConsortiumKind.NONE,
}
CONSIDERATIONS = {
    "clause sociale": SocialConsideration.SOCIAL_CLAUSE,
    "critere social": SocialConsideration.SOCIAL_CRITERION,
    "marche reserve": SocialConsideration.RESERVED_CONTRACT,
    "concession reservee": SocialConsideration.RESERVED_CONTRACT,
    "pas de consideration sociale": SocialConsideration.NONE,
}
