"""For every form of the pages, how what it does is taken back: a test holds this table to the routes.

``UNDONE``: the note that follows has a button that takes it back. ``through``: another form does, or a further version
of the same, on a page that is named. ``final``: it cannot be taken back, and its form says so or asks first.
``nothing``: it changes nothing that lasts.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Through:
    """Taken back, or corrected, by sending this form; it is offered on this page."""

    form: str
    page: str


@dataclass(frozen=True)
class Final:
    """Cannot be taken back; this template asks before, in the form whose address ends so."""

    template: str
    ending: str


@dataclass(frozen=True)
class Nothing:
    """Changes nothing that would have to be taken back, and why."""

    why: str


class Undone:
    """The note that follows takes it back."""


UNDONE = Undone()
Way = Undone | Through | Final | Nothing


def through(form: str, page: str) -> Through:
    """Taken back by this form, on this page."""
    return Through(form, page)


def again(path: str, page: str | None = None) -> Through:
    """Corrected by the same form: a further version takes the place of this one, which stays readable."""
    return Through(path, page or path)


def final(template: str, ending: str) -> Final:
    """Cannot be taken back."""
    return Final(template, ending)


def nothing(why: str) -> Nothing:
    """Changes nothing that lasts."""
    return Nothing(why)


OF_ACCESS: dict[str, Way] = {
    "/account/name": again("/account/name", "/account"),
    "/account/notices": again("/account/notices", "/account"),
    "/account/organisation": again("/account/organisation", "/account"),
    "/account/password": again("/account/password", "/account"),
    "/account/second-factor/codes": nothing("codes that nobody has used give way to others"),
    "/account/second-factor/confirm": again("/account/second-factor/remove", "/account/second-factor"),
    "/account/second-factor/remove": again("/account/second-factor/start", "/account/second-factor"),
    "/account/second-factor/start": nothing("nothing is asked for before the code is confirmed"),
    "/account/sessions": nothing("one signs in again"),
    "/account/sessions/{session_id}/close": nothing("one signs in again"),
    "/clients": through("/clients/{client_id}/revoke", "/clients"),
    "/clients/{client_id}/revoke": final("clients/clients.html", "/revoke"),
    "/companies": again("/companies/{company_id}"),
    "/companies/{company_id}": again("/companies/{company_id}"),
    "/companies/{company_id}/invitations": through("/invitations/{invitation_id}/cancel", "/members"),
    "/invitations/{invitation_id}/cancel": again("/members", "/members/invite"),
    "/invitations/{invitation_id}/send": through("/invitations/{invitation_id}/cancel", "/members"),
    "/list-columns": UNDONE,
    "/searches": nothing("a list shown"),
    "/directory": nothing("names offered"),
    "/mails/{mail_id}/send": nothing("the same mail again"),
    "/members": through("/invitations/{invitation_id}/cancel", "/members"),
    "/members/{membership_id}/end": UNDONE,
    "/members/{membership_id}/restore": through("/members/{membership_id}/end", "/members/{membership_id}"),
    "/members/{membership_id}/role": UNDONE,
    "/members/{membership_id}/second-factor/reset": through("/account/second-factor/start", "/account/second-factor"),
    "/organisation": again("/organisation"),
    "/sign-in": nothing("a session"),
    "/verify": nothing("a file is looked at, not kept"),
    "/sign-in/code": nothing("a session"),
    "/sign-in/link": nothing("a mail with a link"),
    "/sign-in/open/seen": nothing("what a link is for"),
    "/sign-in/open/use": nothing("a session"),
    "/sign-in/open/renew": nothing("a mail with a link"),
    "/sign-in/open/unsubscribe": again("/account/notices", "/account"),
    "/sign-out": nothing("one signs in again"),
    "/webhooks": through("/webhooks/{webhook_id}/end", "/webhooks"),
    "/webhooks/{webhook_id}/end": final("webhooks/webhooks.html", "/end"),
}

OF_CONTRACTS: dict[str, Way] = {
    "/contracts/new": UNDONE,
    "/contracts/{contract_id}/edit": UNDONE,
    "/contracts/{contract_id}/lots/new": UNDONE,
    "/contracts/{contract_id}/modifications/new": final("contracts/new_modification.html", "/modifications/new"),
    "/contracts/{contract_id}/waiver": again("/contracts/{contract_id}/waiver"),
    "/contacts/{contact_id}/edit": again("/contacts/{contact_id}/edit"),
    "/contacts/{contact_id}/end": UNDONE,
    "/lots/review": UNDONE,
    "/lots/review/undo": again("/lots/review"),
    "/lots/{lot_id}/consortium": again("/lots/{lot_id}/consortium", "/lots/{lot_id}/holders"),
    "/lots/{lot_id}/contacts": UNDONE,
    "/lots/{lot_id}/edit": UNDONE,
    "/lots/{lot_id}/holder-splits": again("/lots/{lot_id}/holder-splits", "/lots/{lot_id}/shares"),
    "/lots/{lot_id}/holder-transfers": UNDONE,
    "/lots/{lot_id}/holders": UNDONE,
    "/lots/{lot_id}/holders/{org_id}/departure": UNDONE,
    "/lots/{lot_id}/holders/{org_id}/removal": UNDONE,
    "/lots/{lot_id}/holders/{org_id}/return": through(
        "/lots/{lot_id}/holders/{org_id}/departure", "/lots/{lot_id}/holders"
    ),
    "/lots/{lot_id}/holders/{org_id}/role": UNDONE,
    "/lots/{lot_id}/subcontractors": UNDONE,
    "/removals/{removed_kind}/{subject_id}": UNDONE,
    "/subcontractors/{subcontractor_id}/end": UNDONE,
    "/trash/{subject_id}/restore": UNDONE,
}

OF_OBLIGATIONS: dict[str, Way] = {
    "/lots/{lot_id}/achievements": final("lots/achievement_form.html", ""),
    "/lots/{lot_id}/difficulty-notices": final("lots/notice_form.html", ""),
    "/lots/{lot_id}/invoices": again("/lots/{lot_id}/invoices"),
    "/lots/{lot_id}/obligations": again("/lots/{lot_id}/obligations"),
    "/lots/{lot_id}/obligations/preview": nothing("a figure shown"),
    "/lots/{lot_id}/purchase-orders": final("lots/order_form.html", ""),
    "/lots/{lot_id}/reliefs": again("/lots/{lot_id}/obligations"),
    "/lots/{lot_id}/rule-sets": again("/lots/{lot_id}/rule-sets", "/lots/{lot_id}/rules"),
    "/lots/{lot_id}/tranches": final("lots/tranche_form.html", ""),
    "/lots/{lot_id}/worked-hours": again("/lots/{lot_id}/worked-hours"),
    "/tranches/{tranche_id}/affirm": final("lots/affirmation_form.html", ""),
    "/absences/{absence_id}/withdraw": again("/lots/{lot_id}/absences"),
    "/formal-notices/{notice_id}/settle": UNDONE,
    "/lots/{lot_id}/absences": through("/absences/{absence_id}/withdraw", "/lots/{lot_id}/absences"),
    "/lots/{lot_id}/final-balances": again("/lots/{lot_id}/final-balances", "/lots/{lot_id}/report"),
    "/lots/{lot_id}/formal-notices": through("/formal-notices/{notice_id}/settle", "/lots/{lot_id}/formal-notices"),
    "/lots/{lot_id}/penalty-proposals": again("/lots/{lot_id}/penalty-proposals", "/lots/{lot_id}/penalties"),
    "/penalty-proposals/{proposal_id}/decision": again(
        "/penalty-proposals/{proposal_id}/decision", "/penalty-proposals/{proposal_id}"
    ),
    "/certificates/yearly": through("/certificates/{certificate_id}/revoke", "/certificates/{certificate_id}"),
    "/certificates/{certificate_id}/reissue": through(
        "/certificates/{certificate_id}/revoke", "/certificates/{certificate_id}"
    ),
    "/certificates/{certificate_id}/revoke": final("certificate.html", "/revoke"),
    "/lots/{lot_id}/certificates": through("/certificates/{certificate_id}/revoke", "/certificates/{certificate_id}"),
}

OF_PEOPLE: dict[str, Way] = {
    "/eligibility-suspensions/{suspension_id}/end": again(
        "/participants/{participant_id}/suspensions", "/participants/{participant_id}/eligibility-window"
    ),
    "/eligibility/{eligibility_id}/accept": UNDONE,
    "/eligibility/{eligibility_id}/proof": again(
        "/eligibility/{eligibility_id}/proof", "/eligibility/{eligibility_id}"
    ),
    "/eligibility/{eligibility_id}/proof-documents": final("eligibility/one.html", "/proof-documents"),
    "/eligibility/{eligibility_id}/refuse": UNDONE,
    "/eligibility/{eligibility_id}/reopen": through(
        "/eligibility/{eligibility_id}/accept", "/eligibility/{eligibility_id}"
    ),
    "/hires": UNDONE,
    "/hires/{hire_id}": again("/hires/{hire_id}", "/hires/{hire_id}/edit"),
    "/hires/{hire_id}/end": UNDONE,
    "/hires/{hire_id}/outcomes": again("/hires/{hire_id}/outcomes", "/hires/{hire_id}/outcomes/new"),
    "/hires/{hire_id}/proof-documents": final("hires/one.html", "/proof-documents"),
    "/hires/{hire_id}/resume": through("/hires/{hire_id}/end", "/hires/{hire_id}"),
    "/participants": UNDONE,
    "/participants/{participant_id}": again("/participants/{participant_id}", "/participants/{participant_id}/edit"),
    "/participants/{participant_id}/eligibility": through(
        "/eligibility/{eligibility_id}/refuse", "/eligibility/{eligibility_id}"
    ),
    "/participants/{participant_id}/file": nothing("a copy is handed over, which is noted"),
    "/participants/{participant_id}/purge": final("participants/file.html", "/purge"),
    "/participants/{participant_id}/suspensions": through(
        "/eligibility-suspensions/{suspension_id}/end", "/participants/{participant_id}/eligibility-window"
    ),
    "/participants/{participant_id}/window-overrides": again(
        "/participants/{participant_id}/window-overrides", "/participants/{participant_id}/eligibility-window"
    ),
    "/proof-documents/{proof_document_id}/views": nothing("a look, written down"),
}

OF_HOURS: dict[str, Way] = {
    "/hours": again("/hours"),
    "/hours/cells": again("/hours"),
    "/hours/nothing-worked": again("/hours"),
    "/hours-statements/{statement_id}/reject": again("/hours"),
    "/hours-statements/{statement_id}/request-correction": again("/hours"),
    "/hours-statements/{statement_id}/submit": through(
        "/hours-statements/{statement_id}/request-correction", "/hours-statements/{statement_id}"
    ),
    "/hours-statements/{statement_id}/validate": through(
        "/ledger-entries/{entry_id}/reverse", "/ledger-entries/{entry_id}"
    ),
    "/imports": nothing("a file that is read; what it declares is sent by a further form"),
    "/imports/{import_id}/apply": again("/hours"),
    "/imports/{import_id}/mapping": again("/imports/{import_id}/mapping"),
    "/ledger-entries/{entry_id}/allocations": through(
        "/ledger-entries/{entry_id}/reverse", "/ledger-entries/{entry_id}"
    ),
    "/ledger-entries/{entry_id}/reverse": final("ledger/entry.html", "/reverse"),
    "/pooling-agreements": through("/pooling-agreements/{agreement_id}/end", "/pooling-agreements/{agreement_id}"),
    "/pooling-agreements/{agreement_id}/consents": final("pooling/agreement.html", "/consents"),
    "/pooling-agreements/{agreement_id}/end": final("pooling/agreement.html", "/end"),
    "/statements-due/reminders": final("statements_due/list.html", "/reminders"),
    "/timesheets/approvals": through("/timesheets/reopenings", "/timesheets/team"),
    "/timesheets/reopenings": through("/timesheets/approvals", "/timesheets/team"),
    "/timesheets/{person_id}/{month}/approve": through(
        "/timesheets/{person_id}/{month}/reopen", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/correct": again(
        "/timesheets/{person_id}/{month}/entries", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/entries": again(
        "/timesheets/{person_id}/{month}/entries", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/cells": again(
        "/timesheets/{person_id}/{month}/entries", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/lines": again(
        "/timesheets/{person_id}/{month}/lines", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/lines/cells": again(
        "/timesheets/{person_id}/{month}/lines", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/reopen": through(
        "/timesheets/{person_id}/{month}/sign", "/timesheets/{person_id}/{month}"
    ),
    "/timesheets/{person_id}/{month}/sign": through(
        "/timesheets/{person_id}/{month}/reopen", "/timesheets/{person_id}/{month}"
    ),
}

OF_FUNDING: dict[str, Way] = {
    "/amendments/{amendment_id}/sign": final("operations/amendments.html", "/sign"),
    "/amendments/{amendment_id}/withdraw": again("/operations/{operation_id}/amendments"),
    "/cost-items/{cost_item_id}/cancel": again("/operations/{operation_id}/cost-items"),
    "/cost-items/{cost_item_id}/correct": again("/cost-items/{cost_item_id}/correct", "/cost-items/{cost_item_id}"),
    "/employments": through("/employments/{employment_id}/end", "/employments/{employment_id}"),
    "/employments/{employment_id}/end": UNDONE,
    "/employments/{employment_id}/payroll/{month}": again("/employments/{employment_id}/payroll/{month}"),
    "/evidence-files": final("evidence/new.html", "/evidence-files"),
    "/funding-calls/{call_id}": again("/funding-calls/{call_id}"),
    "/funding-schemes": again("/funding-schemes/{scheme_id}"),
    "/funding-schemes/{scheme_id}": again("/funding-schemes/{scheme_id}"),
    "/funding-schemes/{scheme_id}/calls": again("/funding-calls/{call_id}"),
    "/operations": through("/operations/{operation_id}/moves", "/operations/{operation_id}/moves/new"),
    "/operations/{operation_id}/amendments": through(
        "/amendments/{amendment_id}/withdraw", "/operations/{operation_id}/amendments"
    ),
    "/operations/{operation_id}/assignments": again("/operations/{operation_id}/assignments"),
    "/operations/{operation_id}/assignments/acceptance": again(
        "/operations/{operation_id}/assignments/acceptance", "/operations/{operation_id}/assignments"
    ),
    "/operations/{operation_id}/cost-items": through("/cost-items/{cost_item_id}/cancel", "/cost-items/{cost_item_id}"),
    "/operations/{operation_id}/entities": through(
        "/operations/{operation_id}/entities/withdraw", "/operations/{operation_id}/entities"
    ),
    "/operations/{operation_id}/entities/withdraw": again("/operations/{operation_id}/entities"),
    "/operations/{operation_id}/hourly-rates": again("/operations/{operation_id}/hourly-rates"),
    "/operations/{operation_id}/moves": final("operations/move.html", "/moves"),
    "/operations/{operation_id}/participants": again("/operations/{operation_id}/participants/{record_id}"),
    "/operations/{operation_id}/participants/{record_id}": again("/operations/{operation_id}/participants/{record_id}"),
    "/operations/{operation_id}/resources": through(
        "/resources/{resource_id}/cancel", "/operations/{operation_id}/resources"
    ),
    "/operations/{operation_id}/site-visits": final("records/visit_form.html", ""),
    "/post-financings": again("/post-financings"),
    "/resources/{resource_id}/cancel": again("/operations/{operation_id}/resources"),
}

OF_CLAIMS: dict[str, Way] = {
    "/claims/{claim_id}/filing": again("/claims/{claim_id}/filing", "/claims/{claim_id}"),
    "/claims/{claim_id}/messages": final("claim_after/messages.html", "/messages"),
    "/claims/{claim_id}/narrative": again("/claims/{claim_id}/narrative"),
    "/claims/{claim_id}/recompute": nothing("the same figures from the same facts"),
    "/claims/{claim_id}/redo": through("/claims/{claim_id}/withdraw", "/claims/{claim_id}"),
    "/claims/{claim_id}/sign": through("/claims/{claim_id}/withdraw", "/claims/{claim_id}"),
    "/claims/{claim_id}/submit": final("claims/claim.html", "/submit"),
    "/claims/{claim_id}/waivers": again("/claims/{claim_id}/waivers", "/claims/{claim_id}"),
    "/claims/{claim_id}/withdraw": through("/claims/{claim_id}/redo", "/claims/{claim_id}"),
    "/operations/{operation_id}/claims": through("/claims/{claim_id}/withdraw", "/claims/{claim_id}"),
    "/oi/claims/{claim_id}/clarifications": final("oi/messages.html", "/clarifications"),
    "/oi/claims/{claim_id}/conclusions": again("/oi/claims/{claim_id}/conclusions"),
    "/oi/claims/{claim_id}/inadmissible": final("oi/claim.html", "/inadmissible"),
    "/oi/claims/{claim_id}/lines/{claim_line_id}": UNDONE,
    "/oi/claims/{claim_id}/lines/{claim_line_id}/forget": again("/oi/claims/{claim_id}/lines/{claim_line_id}"),
    "/oi/claims/{claim_id}/lines/{claim_line_id}/take-back": again("/oi/claims/{claim_id}/lines/{claim_line_id}"),
    "/oi/claims/{claim_id}/payments": through(
        "/oi/payments/{payment_id}/reversal", "/oi/payments/{payment_id}/reversal"
    ),
    "/oi/claims/{claim_id}/receipt": final("oi/claim.html", "/receipt"),
    "/oi/claims/{claim_id}/verification/open": nothing("the verification begins; nothing is decided yet"),
    "/oi/operations/{operation_id}/assignments/{assignment_id}/acceptance": again(
        "/oi/operations/{operation_id}/assignments/{assignment_id}/acceptance", "/oi/operations/{operation_id}"
    ),
    "/oi/operations/{operation_id}/moves": final("oi/operation.html", "/moves"),
    "/oi/operations/{operation_id}/payments": through(
        "/oi/payments/{payment_id}/reversal", "/oi/payments/{payment_id}/reversal"
    ),
    "/oi/payments/{payment_id}/reversal": final("oi/reversal.html", "/reversal"),
}

WAYS_BACK: dict[str, Way] = {
    **OF_ACCESS,
    **OF_CONTRACTS,
    **OF_OBLIGATIONS,
    **OF_PEOPLE,
    **OF_HOURS,
    **OF_FUNDING,
    **OF_CLAIMS,
}

PAST_IT_IN_THE_STORY = {
    "/oi/claims/{claim_id}/lines/{claim_line_id}/take-back",
    "/oi/claims/{claim_id}/payments",
    "/oi/operations/{operation_id}/payments",
    "/account/organisation",
    "/account/second-factor/confirm",
    "/lots/{lot_id}/consortium",
    "/lots/{lot_id}/holder-splits",
    "/lots/{lot_id}/absences",
    "/lots/{lot_id}/final-balances",
    "/lots/{lot_id}/formal-notices",
    "/lots/{lot_id}/penalty-proposals",
    "/eligibility/{eligibility_id}/proof",
    "/eligibility/{eligibility_id}/reopen",
    "/hires/{hire_id}/resume",
    "/participants/{participant_id}/eligibility",
    "/participants/{participant_id}/suspensions",
    "/hours-statements/{statement_id}/submit",
    "/imports/{import_id}/mapping",
    "/timesheets/{person_id}/{month}/approve",
    "/timesheets/{person_id}/{month}/cells",
    "/timesheets/{person_id}/{month}/lines",
    "/timesheets/{person_id}/{month}/lines/cells",
    "/timesheets/{person_id}/{month}/correct",
    "/timesheets/{person_id}/{month}/entries",
    "/timesheets/{person_id}/{month}/reopen",
    "/timesheets/{person_id}/{month}/sign",
    "/operations/{operation_id}/amendments",
    "/operations/{operation_id}/entities",
    "/operations/{operation_id}/entities/withdraw",
    "/claims/{claim_id}/filing",
    "/claims/{claim_id}/narrative",
    "/claims/{claim_id}/redo",
    "/claims/{claim_id}/sign",
    "/claims/{claim_id}/waivers",
    "/claims/{claim_id}/withdraw",
    "/operations/{operation_id}/claims",
    "/oi/claims/{claim_id}/conclusions",
    "/oi/claims/{claim_id}/lines/{claim_line_id}/forget",
}
"""What the story's records are past, or not yet at: the tests of their own pages send the forms that take back."""
