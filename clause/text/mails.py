"""Mails in French: subject, paragraphs and link of each kind, as plain text and as simple HTML."""

from html import escape

from clause.domain.mails import Letter, Mail, MailFacts, MailKind, link_path
from clause.rules.calendar import FRANCE
from clause.text import formats
from clause.text.labels import label

_SUBJECTS = {
    MailKind.STATEMENT_REMINDER: "Relevé d’heures attendu : {months}",
    MailKind.STATEMENT_SENT_BACK: "Relevé d’heures de {months} : à revoir",
    MailKind.STATEMENT_SUBMITTED: "Relevé d’heures à valider : {company}, {months}",
    MailKind.CERTIFICATE_READY: "Attestation n° {number} : prête",
    MailKind.CLAIM_RECEIVED: "Bilan n° {number} reçu : opération {operation}",
    MailKind.CLAIM_CONCLUDED: "Bilan n° {number} : conclusions de {body}",
    MailKind.CLAIM_PAID: "Opération {operation} : un paiement est enregistré",
    MailKind.INVITATION: "Votre accès à Clause pour {organisation}",
    MailKind.SIGN_IN_LINK: "Votre lien de connexion à Clause",
    MailKind.SECOND_FACTOR_REMOVED: "Votre double authentification est retirée",
}
_SEVERAL = {
    MailKind.STATEMENT_SENT_BACK: "{count} relevés d’heures à revoir",
    MailKind.STATEMENT_SUBMITTED: "{count} relevés d’heures à valider",
    MailKind.CERTIFICATE_READY: "{count} attestations prêtes",
}
_TEXTS: dict[MailKind, tuple[str, ...]] = {
    MailKind.STATEMENT_REMINDER: ("Un relevé d’heures d’insertion est attendu pour {months}.",),
    MailKind.STATEMENT_SENT_BACK: (
        "{facilitator} a relu le relevé d’heures d’insertion de {company} pour {months} et vous le renvoie.",
        "Le motif est écrit sur le relevé. Vos saisies sont conservées : il n’y a que le nécessaire à reprendre.",
    ),
    MailKind.STATEMENT_SUBMITTED: (
        "{company} a transmis son relevé d’heures d’insertion pour {months}.",
        "Il attend votre décision : valider, demander une correction ou refuser.",
    ),
    MailKind.CERTIFICATE_READY: (
        "L’attestation n° {number}, délivrée par {facilitator} à {company}, est prête à télécharger.",
        "Toute personne à qui vous la remettez peut la vérifier avec son code, sans se connecter.",
    ),
    MailKind.CLAIM_RECEIVED: (
        "{facilitator} a transmis le bilan d’exécution n° {number} de l’opération {operation}, pour {months}.",
        "Il est à votre disposition, avec ses lignes et ses pièces.",
    ),
    MailKind.CLAIM_CONCLUDED: (
        "{body} a rendu ses conclusions sur le bilan n° {number} de l’opération {operation}, pour {months}.",
        "Lisez-les sans attendre : un délai de réponse peut avoir commencé.",
    ),
    MailKind.CLAIM_PAID: ("{body} a enregistré un paiement sur l’opération {operation}.",),
    MailKind.INVITATION: (
        "Bonjour {person},",
        "{facilitator} vous ouvre un accès à Clause pour {organisation} ({role}). Clause suit les heures d’insertion"
        " des marchés publics : ce qui est dû, ce qui est déclaré, ce qui est attesté.",
        "Le lien ci-dessous est personnel. Il vaut jusqu’au {expires}. Vous y choisissez un mot de passe, ou vous vous"
        " en passez : un lien vous sera alors envoyé à chaque connexion.",
    ),
    MailKind.SIGN_IN_LINK: (
        "Bonjour {person},",
        "Voici le lien que vous avez demandé pour vous connecter à Clause. Il vaut une heure et ne sert qu’une fois.",
        "Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre.",
    ),
    MailKind.SECOND_FACTOR_REMOVED: (
        "Bonjour {person},",
        "La double authentification de votre compte Clause vient d’être retirée : votre téléphone n’est plus demandé à"
        " la connexion. Toutes vos autres sessions sont fermées.",
        "Si c’est à votre demande, activez-la de nouveau dès que vous avez un téléphone. Sinon, changez tout de suite"
        " votre mot de passe et prévenez la personne qui décide des accès de votre organisation.",
    ),
}
_SEVERAL_TEXTS = {
    MailKind.STATEMENT_SENT_BACK: "{facilitator} vous renvoie {count} relevés d’heures d’insertion à revoir.",
    MailKind.STATEMENT_SUBMITTED: "{count} relevés d’heures d’insertion attendent votre décision.",
    MailKind.CERTIFICATE_READY: "{count} attestations sont prêtes à télécharger.",
}
_LINKS = {
    MailKind.STATEMENT_REMINDER: "Voir ce qui est attendu",
    MailKind.STATEMENT_SENT_BACK: "Ouvrir le relevé",
    MailKind.STATEMENT_SUBMITTED: "Lire et décider",
    MailKind.CERTIFICATE_READY: "Télécharger l’attestation",
    MailKind.CLAIM_RECEIVED: "Ouvrir le bilan",
    MailKind.CLAIM_CONCLUDED: "Lire les conclusions",
    MailKind.CLAIM_PAID: "Voir l’opération",
    MailKind.INVITATION: "Ouvrir mon accès",
    MailKind.SIGN_IN_LINK: "Me connecter",
    MailKind.SECOND_FACTOR_REMOVED: "Activer la double authentification",
}
_BUYER_LINK = ("/alerts?kind=STATEMENT_OVERDUE", "Voir les lots concernés")
_CODE = "Si la page qui s’ouvre demande le code du lien, le voici"
_STOP = "Ne plus recevoir ce type de courriel"


def _values(mail: Mail, facts: MailFacts) -> dict[str, str]:
    expires = facts.expires_at.astimezone(FRANCE).date() if facts.expires_at else None
    return {
        **{name: str(value) for name, value in facts.model_dump().items() if isinstance(value, str)},
        "months": _months(facts),
        "count": formats.count(mail.occurrences),
        "role": label("role", facts.role).lower() if facts.role else "",
        "expires": formats.day(expires) if expires else "",
    }


def _months(facts: MailFacts) -> str:
    if facts.first_month is None or facts.last_month is None:
        return ""
    first, last = formats.month(facts.first_month), formats.month(facts.last_month)
    return first if first == last else f"{first} à {last}"


def write_mail(mail: Mail, facts: MailFacts) -> Letter:
    """The mail of this kind about these facts; its link is a path of the service."""
    values = _values(mail, facts)
    path = link_path(mail)
    several = mail.occurrences > 1 and mail.kind in _SEVERAL
    if mail.kind is MailKind.STATEMENT_REMINDER and facts.letter:
        paragraphs = tuple(facts.letter.split("\n\n"))
        path, name = _BUYER_LINK if facts.is_for_buyer else (path, _LINKS[mail.kind])
        return Letter(subject=facts.letter_subject, paragraphs=paragraphs, link=path, link_name=name)
    subject = formats.elided((_SEVERAL if several else _SUBJECTS)[mail.kind].format_map(values))
    texts = (_SEVERAL_TEXTS[mail.kind],) if several else _TEXTS[mail.kind]
    return Letter(
        subject=subject,
        paragraphs=tuple(formats.elided(text.format_map(values)) for text in texts),
        link=path,
        link_name=_LINKS[mail.kind],
    )


def _code(letter: Letter) -> str:
    """What stands behind the ``#`` of a personal link: its page reads it by a script, people without one copy it."""
    return letter.link.partition("#")[2]


def as_text(letter: Letter, stop: str | None = None) -> str:
    """The mail as plain text; ``letter.link`` and ``stop`` are whole addresses."""
    parts = [*letter.paragraphs, f"{letter.link_name} : {letter.link}"]
    if code := _code(letter):
        parts.append(f"{_CODE} :\n{code}")
    if stop:
        parts.append(f"--\n{_STOP} : {stop}")
    return "\n\n".join(parts) + "\n"


def as_html(letter: Letter, stop: str | None = None) -> str:
    """The same as simple HTML, without style, picture or script: it is read everywhere and loads nothing."""
    parts = ["<p>" + escape(paragraph).replace("\n", "<br>") + "</p>" for paragraph in letter.paragraphs]
    parts.append(f'<p><a href="{escape(letter.link)}">{escape(letter.link_name)}</a></p>')
    if code := _code(letter):
        parts.append(f"<p>{_CODE} :<br>{escape(code)}</p>")
    if stop:
        parts.append(f'<hr><p><small><a href="{escape(stop)}">{_STOP}</a></small></p>')
    return "\n".join(parts)


def as_document(letter: Letter, stop: str | None = None) -> str:
    """The same as a whole HTML document, ready to be sent."""
    head = f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(letter.subject)}</title></head>'
    return f"{head}<body>{as_html(letter, stop)}</body></html>"


SAMPLES: dict[MailKind, MailFacts] = {
    kind: MailFacts.model_validate(
        {
            "company": "Entreprise Exemple",
            "facilitator": "Votre structure facilitatrice",
            "body": "Organisme intermédiaire Exemple",
            "first_month": "2026-05-01",
            "last_month": "2026-05-01",
            "number": "2" if kind in (MailKind.CLAIM_RECEIVED, MailKind.CLAIM_CONCLUDED) else "2026-0042",
            "operation": "202600042",
            "person": "Camille Exemple",
            "organisation": "Entreprise Exemple",
            "role": "company_agent",
            "expires_at": "2026-06-30T09:00:00Z",
        }
    )
    for kind in MailKind
}
"""Facts of nobody, for previews."""
