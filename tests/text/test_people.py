"""What pages say of people: findings without codes, ids or dates of programs; why a period ends when it does."""

from datetime import date

from clause.rules.codes import ContractType
from clause.rules.eligibility_windows import DecidedEnd, Suspended, eligibility_window
from clause.text.people_windows import window_sentences
from clause.text.readable import readable, readable_sentence


def test_days_codes_and_ids_are_written_for_people() -> None:
    assert readable("2026-03-08") == "08/03/2026"
    assert readable("FIXED_TERM, PERMANENT") == "CDD, CDI"
    assert readable("01994e5a-7c1f-7000-8000-0000000000a1") == "en cause"
    assert readable("48.00") == "48,00"


def test_a_finding_names_no_identifier() -> None:
    sentence = readable_sentence("HIR-021", {"id": "01994e5a-7c1f-7000-8000-0000000000a1"})
    assert sentence.startswith(
        "La personne a déjà, pour ce lot et cette entreprise, un contrat qui couvre des jours comm"
    )
    assert "en cause" not in sentence


def test_the_account_of_a_window_goes_from_the_usual_time_to_the_decision() -> None:
    start = date(2026, 1, 5)
    suspended = (Suspended(date(2026, 3, 2), date(2026, 3, 11)),)
    window = eligibility_window(
        start, ContractType.FIXED_TERM, start, suspensions=suspended, decided=DecidedEnd(date(2028, 6, 30), 1)
    )
    usual, longer, decided = window_sentences(window.trace)
    assert usual.startswith("À compter du premier jour sous clause, le 5 janvier 2026, pendant 24 mois (")
    assert longer == "Plus 10 jours de suspension terminée, qui prolongent la période."
    assert decided == "Remplacé par une décision motivée : jusqu’au 30 juin 2028."
