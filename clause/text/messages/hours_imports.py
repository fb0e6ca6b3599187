"""Spreadsheets of hours: files that cannot be read, columns, cells, and the hires that rows mean."""

_SAVE_AGAIN = "Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx, puis renvoyez-le."

MESSAGES = {
    "IMP-101": "Le fichier est vide. Envoyez le tableur des heures (.xlsx, .xls, .ods ou .csv).",
    "IMP-102": "Ce fichier est une image, un PDF ou un programme, quel que soit son nom. Envoyez le tableur lui-même.",
    "IMP-103": f"Ce fichier est une page web, non un tableur, quel que soit son nom. {_SAVE_AGAIN}",
    "IMP-104": "Le fichier est protégé par un mot de passe. Enlevez le mot de passe, puis renvoyez-le.",
    "IMP-105": f"Le fichier est abîmé ou incomplet : il n’a pas pu être ouvert. {_SAVE_AGAIN}",
    "IMP-106": "Une fois ouvert, le fichier demande plus de place ou de temps qu’un vrai tableur d’heures. Gardez les "
    "lignes utiles dans un classeur neuf, puis renvoyez-le.",
    "IMP-107": f"Le fichier contient des chemins interdits. {_SAVE_AGAIN}",
    "IMP-108": f"Le fichier contient des définitions XML qui ne sont pas acceptées. {_SAVE_AGAIN}",
    "IMP-109": "Le fichier a plus de 100 000 lignes. Envoyez-le en plusieurs fois.",
    "IMP-110": "Une feuille ({sheet}) a plus de {most} colonnes. Gardez les colonnes utiles, puis renvoyez le fichier.",
    "IMP-111": "Une cellule a plus de {most} caractères, ou un guillemet du fichier n’est jamais fermé. Corrigez-la.",
    "IMP-112": "Le fichier a plus de {most} feuilles. Gardez celles des heures, puis renvoyez-le.",
    "IMP-113": f"Ce fichier n’est ni un tableur ni un texte. {_SAVE_AGAIN}",
    "IMP-114": f"L’encodage du texte n’est pas reconnu. {_SAVE_AGAIN}",
    "IMP-115": f"Cette archive n’est pas un tableur que Clause lit (.xlsx, .xls, .ods, .csv). {_SAVE_AGAIN}",
    "IMP-116": "La lecture du fichier prend trop de temps. Envoyez-le en plusieurs fois.",
    "IMP-117": "Un tableur d’heures a {most} Mo au plus. Envoyez-le en plusieurs fois.",
    "IMP-118": "Aucune feuille ({sheets}) n’a de ligne d’en-têtes reconnue : il faut au moins le nom, les heures et le "
    "marché. Nommez vos colonnes comme dans le modèle, ou par l’API dites ce qu’elles sont avec « mapping ».",
    "IMP-119": "Le fichier a plus de {most} lignes d’heures. Envoyez-le en plusieurs fois.",
    "IMP-120": "« mapping » nomme des colonnes que le fichier n’a pas : {columns}. Reprenez ses en-têtes.",
    "IMP-121": "Une structure facilitatrice importe pour elle-même. Retirez « facilitator_org_id ».",
    "IMP-122": "Cette structure facilitatrice ne suit aucune de vos embauches. Vérifiez « facilitator_org_id ».",
    "IMP-123": "Vos embauches sont suivies par {count} structures facilitatrices. Dites à laquelle va ce fichier avec "
    "« facilitator_org_id » : un fichier par structure.",
    "IMP-124": "Ce tableur n’existe pas, ou il n’est pas le vôtre.",
    "IMP-125": "Cet import n’existe pas, ou vous ne pouvez pas l’appliquer.",
    "IMP-126": "Cet import n’est pas un tableur d’heures : il n’y a rien à appliquer.",
    "IMP-127": "Ce tableur n’est pas encore lu, ou n’a pas pu l’être. Attendez la fin de la lecture.",
    "IMP-128": "Ce tableur est déjà appliqué. Pour d’autres heures, envoyez un nouveau fichier.",
    "IMP-129": "« mapping » n’est pas lisible : il faut un objet JSON dont les clés sont des colonnes et les valeurs "
    "des champs connus ({fields}), ou null.",
    "IMP-130": "Cet import n’est pas un tableur d’heures : il n’a ni colonnes ni fichier corrigé.",
    "IMP-131": "Ce tableur n’est pas encore lu, ou n’a pas pu l’être : il n’y a pas de fichier à corriger.",
    "IMP-132": "Ce tableur n’existe pas, ou vous ne pouvez pas le relire.",
    "IHR-001": "Feuille {hidden} sans ligne d’en-têtes reconnue : elle n’a pas été lue.",
    "IHR-002": "Plusieurs colonnes pourraient être la même chose ({field}), dont « {raw} ». Dites laquelle avec "
    "« mapping » ; la feuille n’a pas été lue.",
    "IHR-003": "Il manque une colonne ({field}). Ajoutez-la, ou dites laquelle c’est avec « mapping » ; la feuille n’a "
    "pas été lue.",
    "IHR-004": "Le fichier contient des macros : elles n’ont pas été exécutées, seules les valeurs ont été lues.",
    "IHR-005": "Cette feuille est masquée : elle a été lue comme les autres.",
    "IHR-006": "{count:ligne de total non reprise|lignes de total non reprises} : {rows}.",
    "IHR-007": "{count:ligne non reprise|lignes non reprises}, sans personne ni heures : {rows}.",
    "IHR-008": "Fichier texte lu en {encoding}.",
    "IHR-010": "« {raw} » n’est pas un nombre d’heures.",
    "IHR-011": "« {raw} » se lit de deux façons : un millier, ou trois décimales. Écrivez deux décimales au plus.",
    "IHR-012": "{raw} heures ont plus de deux décimales : {kept} sont retenues.",
    "IHR-013": "Il n’y a pas d’heures sur cette ligne. Écrivez-les, ou retirez la ligne.",
    "IHR-014": "La cellule contient une date ({raw}), non des heures. Vérifiez le format de la cellule.",
    "IHR-015": "« {raw} » n’est pas un mois.",
    "IHR-016": "« {raw} » ne dit pas de quelle année est le mois.",
    "IHR-017": "Le mois manque.",
    "IHR-018": "« {raw} » n’est pas un jour du calendrier.",
    "IHR-019": "« {raw} » n’est pas une date de naissance possible. Écrivez l’année en quatre chiffres.",
    "IHR-021": "« {raw} » n’est pas un SIRET ({kind}) : il a 14 chiffres, dont une clé. Un tableur enlève les zéros du "
    "début et arrondit les longs nombres : mettez la cellule au format texte.",
    "IHR-022": "Le SIRET de l’entreprise manque : il dit de qui sont les heures.",
    "IHR-023": "Le numéro du marché manque.",
    "IHR-024": "Le nom ou le prénom manque.",
    "IHR-026": "« {raw} » n’est pas une nature d’heures connue.",
    "IHR-027": "Les heures de formation ({raw}) dépassent le total qui les comprend ({total}).",
    "IHR-028": "La cellule contient une formule qui n’a jamais été calculée. Ouvrez le fichier, enregistrez-le, puis "
    "renvoyez-le.",
    "IHR-029": "La cellule contient une formule en erreur. Corrigez-la.",
    "IHR-040": "Aucune embauche suivie par cette structure n’est connue pour l’entreprise {raw}. Vérifiez le SIRET.",
    "IHR-041": "Ces heures sont celles d’une autre entreprise ({raw}) que la vôtre ({own}). Retirez la ligne.",
    "IHR-042": "L’entreprise n’a pas d’embauche sur le marché « {raw} ». Marchés connus : {known}.",
    "IHR-043": "La personne n’a pas d’embauche sur le lot « {raw} » de ce marché. Lots connus : {known}.",
    "IHR-044": "Personne de ce nom (« {raw} ») n’a d’embauche sur ce marché pour l’entreprise. Vérifiez le nom et le "
    "prénom, ou faites enregistrer l’embauche.",
    "IHR-045": "{count} personnes portent ce nom sur ce marché. Ajoutez la date de naissance.",
    "IHR-046": "La date de naissance ({raw}) n’est pas celle de la personne connue sous ce nom. Vérifiez-la.",
    "IHR-047": "{count} embauches de cette personne conviennent. Ajoutez le lot, ou les jours travaillés (Du, Au).",
    "IHR-048": "Les mêmes jours de la même embauche sont déjà à la ligne {other}. Réunissez les deux lignes, ou "
    "ajoutez les jours travaillés (Du, Au).",
    "IHR-050": "Le relevé de ce mois, transmis à la structure facilitatrice, compte {known} heures. Faites-le "
    "renvoyer pour correction, puis importez de nouveau.",
    "IHR-051": "{known} heures sont déjà validées pour ce mois. Demandez à la structure facilitatrice de les "
    "extourner, puis importez de nouveau.",
    "IHR-052": "Le relevé de ce mois est déjà transmis : il ne peut plus recevoir de ligne. Faites-le renvoyer pour "
    "correction, puis importez de nouveau.",
    "IMP-133": "Cet import n’existe pas, ou il n’est pas le vôtre.",
    "IMP-134": "Seul un tableau d’heures se relit avec d’autres colonnes.",
}
