"""Questions to a register, as plain functions that answer in JSON-ready values under the names of the reading."""

from regesta.views.agenda import agenda
from regesta.views.changes import diff
from regesta.views.checking import check, checked_json
from regesta.views.events import Question, account_json, open_conflicts, timeline
from regesta.views.instruments import instruments
from regesta.views.judging import anchors, judgements, subjects, unfixable
from regesta.views.look import search, show
from regesta.views.naming import called_near, meant_by, near_to
from regesta.views.reviewing import to_review
from regesta.views.standing import facilities, offices_near, who
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
    "Question",
    "account_json",
    "act_rows",
    "agenda",
    "anchors",
    "called_near",
    "check",
    "checked_json",
    "cited",
    "claim_rows",
    "claims",
    "conflict_rows",
    "diff",
    "doctor",
    "entity_rows",
    "event_rows",
    "export_rows",
    "facilities",
    "instruments",
    "judgement_rows",
    "judgements",
    "kinship_rows",
    "meant_by",
    "near_to",
    "offices_near",
    "open_conflicts",
    "page_rows",
    "party_rows",
    "permalink",
    "report_rows",
    "search",
    "show",
    "sources",
    "subjects",
    "timeline",
    "to_review",
    "unfixable",
    "who",
]
