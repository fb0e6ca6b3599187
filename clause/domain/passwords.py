"""Passwords that people choose: how long, and the words that a guesser of this place would try first."""

from collections.abc import Callable, Sequence

from clause.domain.errors import Refused

LEAST_PASSWORD = 12
LONGEST_PASSWORD = 200
SHORTEST_WORD = 3
WORDS_OF_PLACE = (
    "clause", "insertion", "social", "sociale", "clausesociale", "facilitateur", "facilitatrice", "facilitation",
    "marché", "marchés", "marchépublic", "lot", "chantier", "heures", "bénéficiaire", "participant", "acheteur",
    "entreprise", "attestation", "mission", "emploi", "travail", "france", "francetravail", "fse", "feder", "europe",
    "département", "métropole", "mairie", "commune", "région", "plie", "maisondelemploi",
)  # fmt: skip
"""Of the service and of its trade."""
WORDS_OF_FRENCH = (
    "motdepasse", "motdepasse1", "mdp", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn", "azertyuiopqsdfghjklm",
    "aqwzsxedc", "bonjour", "bonsoir", "coucou", "salut", "soleil", "doudou", "loulou", "chouchou", "cheval",
    "chocolat", "jetaime", "jetaime1", "amour", "bisous", "princesse", "vacances", "marseille", "toulouse", "nantes",
    "bordeaux", "paris", "lyon", "lille", "bretagne", "corse", "camille", "nicolas", "julien", "thomas",
    "mathieu", "sandrine", "isabelle", "nathalie", "printemps", "été", "automne", "hiver", "janvier",
    "février", "mars", "avril", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre", "lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "bureau", "secret", "secrète", "connexion", "accès", "administrateur", "utilisateur", "maison",
)  # fmt: skip
"""What French lists begin with, beside those of English that every guesser has."""
_ACCENTS = str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")

Guess = Callable[[str, Sequence[str]], bool]


def check_password(password: str, guess: Guess, about: Sequence[str]) -> None:
    """Refused ACC-024 when it is too short or longer than what is read, ACC-099 when ``guess`` finds it soon.

    ``about`` are texts that hold the person's own words: names, address, organisations.
    """
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("ACC-024", least=LEAST_PASSWORD, most=LONGEST_PASSWORD)
    if guess(password, guessed_first(about)):
        raise Refused("ACC-099")


def guessed_first(about: Sequence[str]) -> list[str]:
    """The words that a guesser of this place tries first, in small letters, with their accents and without."""
    own = [word for text in about for word in _words(text)]
    wanted = [*own, *WORDS_OF_PLACE, *WORDS_OF_FRENCH]
    return list(dict.fromkeys(form for word in wanted for form in (word, word.translate(_ACCENTS))))


def _words(text: str) -> list[str]:
    """The words of a text, and all of them in one."""
    plain = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    words = [word for word in plain.split() if len(word) >= SHORTEST_WORD]
    return [*words, "".join(plain.split())]
