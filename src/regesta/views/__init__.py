"""Questions to a register, as plain functions that answer in JSON-ready values under the names of the reading."""

from regesta.views.agenda import agenda
from regesta.views.changes import diff
from regesta.views.checking import check, check_record, checked_json
from regesta.views.company import balance, dossier, network, places, relation
from regesta.views.events import (
    Question,
    account_json,
    conflicts_json,
    events_json,
    open_conflicts,
    selected,
    timeline,
)
from regesta.views.finding import COUNTED, Asked, Found, find, found, statements_json
from regesta.views.instruments import instruments
from regesta.views.judging import anchors, judgements, subjects, unfixable
from regesta.views.look import search, show
from regesta.views.naming import called_near, entity_names, meant_by, near_to, office_words
from regesta.views.reviewing import doubts, doubts_json, to_review
from regesta.views.standing import facilities, offices_near, who
from regesta.views.statement import judged, members_json, statement
from regesta.views.streams import (
    act_rows,
    cited,
    claim_rows,
    claims,
    conflict_rows,
    entity_rows,
    event_rows,
    export_rows,
    judgement_rows,
    kinship_rows,
    page_rows,
    party_rows,
    permalink,
    report_rows,
)
from regesta.views.whole import doctor, sources

__all__ = [
    "COUNTED",
    "Asked",
    "Found",
    "Question",
    "account_json",
    "act_rows",
    "agenda",
    "anchors",
    "balance",
    "called_near",
    "check",
    "check_record",
    "checked_json",
    "cited",
    "claim_rows",
    "claims",
    "conflict_rows",
    "conflicts_json",
    "diff",
    "doctor",
    "dossier",
    "doubts",
    "doubts_json",
    "entity_names",
    "entity_rows",
    "event_rows",
    "events_json",
    "export_rows",
    "facilities",
    "find",
    "found",
    "instruments",
    "judged",
    "judgement_rows",
    "judgements",
    "kinship_rows",
    "meant_by",
    "members_json",
    "near_to",
    "network",
    "office_words",
    "offices_near",
    "open_conflicts",
    "page_rows",
    "party_rows",
    "permalink",
    "places",
    "relation",
    "report_rows",
    "search",
    "selected",
    "show",
    "sources",
    "statement",
    "statements_json",
    "subjects",
    "timeline",
    "to_review",
    "unfixable",
    "who",
]
