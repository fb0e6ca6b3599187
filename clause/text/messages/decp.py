"""Identifiers, and public contract data: what is said of a file, of a record, and of a reason to follow a contract.

Sentences about a record are read under the name of its field and beside the value as published.
"""

MESSAGES = {
    "IDN-001": "« {raw} » n’est pas un SIRET : il faut 14 chiffres, zéros du début compris. Recopiez-le en entier.",
    "IDN-002": "« {raw} » est un SIREN : il manque les 5 chiffres de l’établissement. Indiquez le SIRET à 14 chiffres.",
    "IDN-003": "« {raw} » comporte une erreur de saisie : sa clé de contrôle est fausse. Vérifiez chaque chiffre.",
    "DEC-001": "Le fichier n’est pas du JSON lisible (ligne {line}, colonne {column}). Demandez un nouvel export DECP "
    "au format JSON.",
    "DEC-002": "Le fichier est en XML, que Clause ne lit pas encore. Prenez la version JSON des mêmes données.",
    "DEC-003": "Le fichier ne contient pas de liste de marchés : la clé « marches » du format DECP manque, ou elle ne "
    "contient ni « marche » ni « contrat-concession ».",
    "DEC-004": "Le fichier contient des données imbriquées sans fin et ne peut pas être lu. Demandez un nouvel export.",
    "DEC-011": "Le fichier n’est pas en UTF-8 ; il a été lu en Windows-1252. Vérifiez quelques accents.",
    "DEC-012": "Cette partie du fichier n’appartient pas au format DECP : elle n’a pas été lue.",
    "DEC-013": "Ici devrait se trouver une liste de marchés ou de concessions : rien n’y a été lu.",
    "DEC-101": "Cet élément n’est pas un marché mais une valeur isolée : il ne peut pas être importé.",
    "DEC-102": "L’acheteur n’a pas d’identifiant : le marché ne peut être rattaché à personne. "
    "Faites corriger la source.",
    "DEC-103": "Ni identifiant, ni objet, ni titulaire : rien ne permet de reconnaître ce marché. "
    "Faites corriger la source.",
    "DEC-201": "L’acheteur « {raw} » n’a pas de SIRET valable (14 chiffres et une clé juste). "
    "Retrouvez l’acheteur et corrigez.",
    "DEC-202": "Le marché n’a pas de numéro. Il est gardé à part : rattachez-le à la main s’il appartient à un autre.",
    "DEC-203": "Le marché n’a pas d’objet. Complétez-le.",
    "DEC-204": "Aucun titulaire n’est indiqué. Ajoutez l’entreprise avant de fixer des heures.",
    "DEC-205": "Ce titulaire est illisible : il lui faut un type d’identifiant et un identifiant. Vérifiez la liste.",
    "DEC-206": "Ce titulaire n’a pas d’identifiant. Retrouvez son SIRET.",
    "DEC-207": "Le titulaire « {raw} » n’a pas de SIRET valable (14 chiffres et une clé juste ; un SIREN seul ne "
    "suffit pas). Retrouvez l’établissement.",
    "DEC-208": "Le type de l’identifiant « {value} » n’est pas connu. Retrouvez le SIRET de l’entreprise, "
    "si elle en a un.",
    "DEC-209": "Le même SIRET, {raw}, est acheteur et titulaire. Vérifiez lequel des deux est faux.",
    "DEC-210": "La date de notification manque : le début du marché est inconnu. Indiquez-la.",
    "DEC-211": "« {raw} » n’est pas une date possible (AAAA-MM-JJ, de 1990 à 2100). Elle n’a pas été reprise.",
    "DEC-212": "Le montant manque. Indiquez-le si les heures se calculent d’après lui.",
    "DEC-213": "« {raw} » n’est pas un montant possible. Il n’a pas été repris.",
    "DEC-214": "Le montant « {raw} » sert souvent à dire « inconnu ». Vérifiez-le avant de calculer des heures.",
    "DEC-215": "Le code CPV manque.",
    "DEC-216": "« {raw} » n’est pas un code CPV (8 chiffres d’une division existante). Il n’a pas été repris.",
    "DEC-217": "La durée manque : la fin du marché est inconnue. Indiquez-la.",
    "DEC-218": "« {raw} » n’est pas une durée en mois. Elle n’a pas été reprise.",
    "DEC-219": "Une durée de {raw} mois est rare pour un marché. Vérifiez qu’il ne s’agit pas de jours.",
    "DEC-220": "Cette modification est illisible. Consultez l’avenant.",
    "DEC-221": "Cette modification n’a pas de date. Consultez l’avenant.",
    "DEC-222": "« {raw} » n’est pas une considération sociale du format DECP. Vérifiez s’il y a une clause.",
    "DEC-223": "« Pas de considération sociale » est déclaré à côté d’une autre valeur. Vérifiez s’il y a une clause.",
    "DEC-224": "Une valeur simple était attendue ici ; celle-ci n’a pas été reprise.",
    "DEC-225": "Ce texte est anormalement long : seuls ses {limit} premiers caractères sont repris.",
    "DEC-226": "Des données trop imbriquées ont été coupées.",
    "DEC-301": "Des espaces ou des séparateurs ont été retirés : SIRET {siret}.",
    "DEC-302": "Le type d’identifiant, absent ou écrit autrement, a été lu comme {register}.",
    "DEC-303": "Des marques HTML ont été retirées du texte.",
    "DEC-304": "Des lettres accentuées ont été détruites avant la publication ; elles ne peuvent pas être rétablies.",
    "DEC-305": "L’objet compte exactement 256 caractères, la limite du format : il a peut-être été coupé.",
    "DEC-306": "Le code CPV a été nettoyé : {cpv}.",
    "DEC-307": "Le montant a été arrondi au centime : {amount}.",
    "DEC-308": "« {raw} » n’est pas dans la liste du format ; la valeur est gardée telle quelle.",
    "DEC-309": "Les données ont été publiées avant la notification ({notified_on}).",
    "DEC-310": "La date de publication manque.",
    "DEC-311": "L’identifiant unique publié diffère de celui qui se calcule (SIRET de l’acheteur et numéro) : {uid}.",
    "DEC-312": "Le montant de cette modification est inférieur à la moitié du montant initial ({initial}) : c’est "
    "peut-être une différence et non le nouveau total. Consultez l’avenant.",
    "DEC-313": "Aucune considération sociale n’est déclarée, alors que le format le demande.",
    "DEC-314": "Ce titulaire figurait deux fois dans la liste ; il est repris une fois.",
    "DEC-315": "Cet enregistrement est identique à l’enregistrement n° {first} du fichier : c’est le même, publié "
    "deux fois.",
    "DEC-401": "Une clause sociale est déclarée : le marché est proposé au suivi.",
    "DEC-402": "Un critère social est déclaré : l’offre retenue a pu promettre des heures. À vérifier.",
    "DEC-403": "Le marché est déclaré réservé : cela ne crée pas d’heures à soi seul. À vérifier.",
    "DEC-404": "L’objet mentionne une clause : « {raw} ». À vérifier.",
    "DEC-405": "L’objet mentionne un marché réservé : « {raw} ». À vérifier.",
    "DEC-406": "L’objet mentionne une action d’insertion : « {raw} ». C’est peut-être l’achat d’un service "
    "d’insertion, et non une clause. À vérifier.",
}
