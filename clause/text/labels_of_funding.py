"""French labels of agreements, of the moves of operations and of claims; part of ``clause.text.labels``."""

from collections.abc import Mapping

_OPERATION_ACTIONS = {
    "apply": "Candidature commencée",
    "record_in_force": "Opération enregistrée",
    "submit": "Candidature déposée",
    "ask_for_pieces": "Pièces demandées",
    "complete": "Dossier complété",
    "declare_admissible": "Déclarée recevable",
    "open_appraisal": "Instruction ouverte",
    "send_to_committee": "Transmise au comité",
    "programme": "Programmée par le comité",
    "refuse": "Refusée par le comité",
    "adjourn": "Ajournée par le comité",
    "resume": "Instruction reprise",
    "draft_agreement": "Convention mise à la signature",
    "restart_signature": "Signatures recommencées",
    "sign_agreement": "Convention signée par les deux parties",
    "notify": "Convention notifiée",
    "certify_start": "Démarrage attesté",
    "open_amendment": "Avenant proposé",
    "close_amendment": "Avenant clos",
    "end_implementation": "Réalisation terminée",
    "await_final_claim": "Bilan final attendu",
    "settle": "Opération soldée",
    "retain": "Mise en conservation",
    "place_hold": "Conservation prolongée (contentieux ou demande de la Commission)",
    "lift_hold": "Fin de la conservation prolongée",
    "find_purgeable": "Fin de la conservation",
}

_CLAIM_ACTIONS = {
    "start": "Bilan commencé",
    "compute": "Calculé",
    "recompute": "Recalcul demandé",
    "sign": "Signé",
    "submit": "Transmis à l’organisme intermédiaire",
    "waive": "Passé outre à un point bloquant",
    "redo": "Repris dans un nouveau bilan",
    "withdraw": "Retiré",
    "receive": "Réception accusée",
    "declare_inadmissible": "Déclaré irrecevable",
    "open_verification": "Contrôle de service fait ouvert",
    "ask": "Complément demandé",
    "answer": "Réponse envoyée",
    "resume": "Contrôle repris",
    "conclude_interim": "Conclusions intermédiaires",
    "observe": "Observations envoyées",
    "open_contradictory": "Période contradictoire ouverte",
    "conclude_final": "Conclusions finales",
    "find_payable": "À payer",
    "find_recovery_due": "Reversement demandé",
    "find_settled": "Rien à payer ni à reverser",
    "pay_in_part": "Payé en partie",
    "pay": "Payé",
    "recover_in_part": "Reversé en partie",
    "recover": "Reversé",
    "reverse_to_payable": "Paiement annulé",
    "reverse_to_recovery_due": "Reversement annulé",
    "reverse_to_settled": "Écriture annulée",
    "correct": "Corrigé après paiement",
}

LABELS_OF_FUNDING: Mapping[str, Mapping[str, str]] = {
    "operation_action": _OPERATION_ACTIONS,
    "claim_action": _CLAIM_ACTIONS,
    "cost_plan_meaning": {
        "P40": "Vous justifiez les salaires et le temps passé ; 40 % s’y ajoutent pour tous les autres coûts, sans "
        "facture. C’est le plan usuel des postes de facilitation.",
        "P15": "Vous justifiez les salaires et les autres coûts directs ; 15 % des salaires s’ajoutent pour les coûts "
        "indirects.",
        "P07": "Vous justifiez tous les coûts directs ; 7 % de ceux-ci s’ajoutent pour les coûts indirects.",
        "P25": "Vous justifiez tous les coûts directs ; un taux calculé, 25 % au plus, s’ajoute pour les coûts "
        "indirects.",
        "P20": "Vous justifiez les coûts directs hors salaires ; 20 % de ceux-ci s’ajoutent pour le personnel.",
        "P20+P15": "Vous justifiez les coûts directs hors salaires ; 20 % s’ajoutent pour le personnel, puis 15 % de "
        "ce personnel pour les coûts indirects.",
        "UC": "Vous justifiez des unités réalisées, chacune à la valeur fixée par la convention.",
        "UC+P40": "Vous justifiez des unités de personnel à leur valeur fixée ; 40 % s’y ajoutent pour le reste.",
        "LS": "Chaque livrable accepté vaut un montant fixé : tout ou rien.",
        "REAL": "Vous justifiez chaque dépense, facture et paiement ; possible au-dessus de 200 000 € ou avec une "
        "aide d’État.",
    },
    "cost_method_short": {
        "M1": "Temps fixe",
        "M2": "Temps variable, au coût réel",
        "M3a": "Taux horaire annuel",
        "M3b": "Taux horaire mensuel",
    },
    "beneficiary_kind": {
        "association": "Association",
        "local_authority": "Collectivité territoriale",
        "opco": "Opérateur de compétences",
        "state_operator": "Opérateur de l’État",
        "other": "Autre",
    },
    "key_period": {"month": "Mois par mois", "claim": "Une fois pour tout le bilan"},
    "rate_basis": {
        "PRINTED": "Le taux tel qu’imprimé dans la convention",
        "EXACT": "Subvention ÷ coût prévu, sans arrondi",
    },
    "advance_recovery": {"final": "Sur le solde", "pro_rata": "En partie sur chaque bilan"},
    "penalty_base": {"due_total": "Le montant dû", "agreed_grant": "La subvention conventionnée"},
    "cost_post": {
        "STAFF": "Personnel",
        "OPERATING": "Fonctionnement",
        "SERVICES": "Prestations",
        "PARTICIPANTS": "Participants",
        "INDIRECT": "Coûts indirects",
        "REMAINING": "Coûts restants",
        "UNITS": "Unités",
        "DELIVERABLES": "Livrables",
    },
}
"""Every table of this file, by kind."""
