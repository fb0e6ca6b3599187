"""Verification of claims (contrôle de service fait): conclusions, questions and answers."""

MESSAGES = {
    "CSF-001": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "CSF-002": "Vous avez préparé ou signé ce bilan : une autre personne doit le contrôler.",
    "CSF-003": "La réponse à votre question est attendue jusqu’au {due_on} inclus. Reprenez le contrôle ensuite, ou "
    "dès la réponse.",
    "CSF-004": "Le bilan n° {number} de cette opération n’a pas de conclusions finales. Concluez-le d’abord : les "
    "montants s’additionnent depuis le début.",
    "CSF-005": "La période contradictoire court jusqu’au {until} inclus et le bénéficiaire n’a pas répondu. Attendez "
    "sa réponse ou la fin du délai.",
    "CSF-006": "Ces conclusions retiennent {found} € de FSE+, moins que les {told} € annoncés au bénéficiaire. "
    "Enregistrez d’abord de nouvelles conclusions intermédiaires.",
    "CSF-007": "Ce bilan n’existe pas, ou il n’est pas visible pour votre organisme.",
    "CSF-008": "Ce bilan n’existe pas, ou il n’est pas visible pour votre organisme.",
    "CSF-009": "Ces conclusions n’existent pas, ou elles ne sont pas visibles pour votre organisme.",
    "CSF-010": "Des décisions ne conviennent pas. Corrigez celles qui sont signalées, puis recommencez.",
    "CSF-011": "Les ressources retenues ne conviennent pas. Corrigez-les, puis recommencez.",
    "CSF-012": "Le taux de réfaction pour publicité ne convient pas. Corrigez-le, puis recommencez.",
    "CSF-030": "Rien n’est demandé sur ce bilan : il est à l’état « {state} ». Un message répond à une question ou à "
    "des conclusions intermédiaires.",
    "CSF-031": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "CSF-032": "Vous avez préparé ou signé ce bilan : une autre personne doit le contrôler.",
    "CSF-033": "La question ne peut pas être posée. Corrigez ce qui est signalé, puis recommencez.",
    "CSF-034": "Ce bilan n’existe pas, ou il n’est pas de votre organisme.",
    "CSF-035": "Ce bilan n’existe pas, ou il n’est pas visible pour votre organisme.",
    "CSF-040": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "CSF-041": "Rien n’est à décider sur ce bilan pour l’instant. Ouvrez le contrôle, ou attendez la réponse du "
    "bénéficiaire.",
    "CSF-042": "Ces décisions laissent un coût retenu négatif depuis le début de l’opération. Revoyez-les.",
    "CSF-043": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "CSF-044": "Vous avez préparé ou signé ce bilan : une autre personne doit le contrôler.",
    "CSF-050": "Le message n’est pas envoyé : ses fichiers sont à corriger.",
    "CSF-051": "Ce fichier n’existe pas, ou il n’est pas visible pour votre organisme.",
    "CSF-101": "La ligne {raw} n’est pas de ce bilan.",
    "CSF-102": "La ligne {raw} porte deux décisions. Gardez-en une.",
    "CSF-103": "Un contrôle exhaustif n’a pas d’échantillon. Retirez-le, ou choisissez l’étendue « sample ».",
    "CSF-104": "Un contrôle sur échantillon dit sa méthode, son analyse de risque et ses lignes. Complétez.",
    "CSF-105": "La ligne {raw} n’est pas une ligne de dépense de ce bilan.",
    "CSF-106": "La ligne {position} est un forfait : elle se recalcule des dépenses retenues et ne se décide pas.",
    "CSF-107": "La ligne {position} a été reprise dans un bilan suivant : elle reste mise de côté ici.",
    "CSF-108": "La ligne {position} est certifiée : elle n’a ni montant écarté ni motif.",
    "CSF-109": "La ligne {position} demande un motif.",
    "CSF-110": "La ligne {position} ({amount} €) n’augmente pas le bilan : elle se certifie telle quelle.",
    "CSF-111": "La ligne {position} ne peut pas être mise de côté : aucun bilan ne suit le bilan final.",
    "CSF-112": "La ligne {position} est mise de côté en entier : retirez le montant écarté.",
    "CSF-113": "Le montant écarté de la ligne {position} doit dépasser 0 et ne pas dépasser {amount} €.",
    "CSF-114": "La ligne {position} est un livrable : il se retient ou s’écarte en entier ({amount} €).",
    "CSF-115": "Les ressources retenues ({raw} €) sont inférieures à celles déjà connues ({least} €).",
    "CSF-116": "Le taux de réfaction {raw} dépasse le plus haut possible ({highest}).",
    "CSF-120": "Le {raw} est passé. Donnez une date de réponse à venir.",
    "CSF-121": "Le fichier n° {rank} est vide. Choisissez-le de nouveau.",
    "CSF-122": "Le fichier n° {rank} n’est ni un PDF, ni une image JPEG ou PNG, ni un classeur XLSX ou ODS sans macro. "
    "Convertissez-le, puis choisissez de nouveau vos fichiers.",
    "CSF-123": "Un message porte {most} fichiers au plus. Retirez-en, ou réunissez-les.",
}
