"""Questions to a register, as plain functions that answer in JSON-ready values under the names of the reading."""

from regesta.views.agenda import agenda
from regesta.views.events import Question, account_json, open_conflicts, timeline
from regesta.views.instruments import instruments
from regesta.views.judging import judgements, subjects, unfixable
from regesta.views.look import search, show
from regesta.views.naming import called_near, meant_by, near_to
from regesta.views.standing import facilities, offices_near, who
from regesta.views.whole import claim_rows, doctor, export_rows, sources

__all__ = [
    "Question",
    "account_json",
    "agenda",
    "called_near",
    "claim_rows",
    "doctor",
    "export_rows",
    "facilities",
    "instruments",
    "judgements",
    "meant_by",
    "near_to",
    "offices_near",
    "open_conflicts",
    "search",
    "show",
    "sources",
    "subjects",
    "timeline",
    "unfixable",
    "who",
]
