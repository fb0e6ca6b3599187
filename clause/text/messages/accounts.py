"""Sign-in, organisations, machine clients, units of work, jobs."""

MESSAGES = {
    "ACC-001": "Adresse électronique ou mot de passe incorrect. Vérifiez les deux et réessayez.",
    "ACC-002": "Identifiant ou secret de client incorrect.",
    "ACC-003": "Ce client n’a pas reçu les droits suivants : {scopes}. Demandez-les à l’administrateur de Clause.",
    "ACC-004": "Cet organisme n’existe pas.",
    "ACC-005": "Cet organisme n’existe pas, ou ce n’est pas le vôtre à modifier.",
    "ACC-006": "Cet organisme a été modifié entre-temps. Relisez-le, puis recommencez.",
    "ACC-007": "Aucun organisme de cette nature n’a le SIRET {siret}. Enregistrez-le d’abord.",
    "ACC-008": "Le rôle {role} ne convient pas à un organisme de nature {kind}.",
    "ACC-009": "Ces droits ne peuvent pas être donnés à un client de cet organisme : {scopes}.",
    "ACC-010": "Connectez-vous, ou présentez un jeton d’accès valable.",
    "ACC-011": "Votre session a expiré, ou le formulaire n’a pas été ouvert depuis Clause. Rechargez la page.",
    "ORG-001": "Un attribut ne convient pas à cet organisme. Corrigez les champs signalés : rien n’a été enregistré.",
    "ORG-002": "Cet attribut ne concerne pas un organisme de nature {kind}. Retirez-le de la demande.",
    "UOW-001": "Connectez-vous, ou présentez un jeton d’accès valable.",
    "UOW-002": "Vous n’avez pas le droit {scope}. Demandez-le au responsable de votre organisme.",
    # Whoever loses the connection while it commits cannot know: nothing is promised either way.
    "UOW-003": (
        "La base de données ne répond plus pour l’instant. Attendez un moment, regardez si votre changement est "
        "enregistré, et sinon recommencez."
    ),
    "UOW-004": "Une valeur ne convient pas au calcul ({reason}). Vérifiez montants, taux, heures et dates.",
    "IDM-001": "Cette clé d’idempotence a déjà servi pour une autre demande. Prenez une nouvelle clé.",
    "JOB-001": "Ce travail n’existe pas, ou il n’est pas le vôtre.",
    "JOB-002": "Le travail a échoué ; il sera repris tout seul. Si cela dure, prévenez l’administrateur.",
}
