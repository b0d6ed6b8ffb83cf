"""Every kind of contradiction, each with twins that look like it and must stay silent.

A case is two or three reports; the value beside it is how many conflicts of the kind they hold.
"""

from typing import Any, NamedTuple

import pytest

from collate_reports import act, collated, first, kinds, many, only, report, told
from regesta.model import Reading


class Case(NamedTuple):
    """Reports, and how many conflicts of the kind in question they hold."""

    name: str
    expected: int
    readings: tuple[Reading, ...]


def case(name: str, expected: int, *readings: Reading) -> Case:
    return Case(name, expected, readings)


# ------------------------------------------------------------------------------------------------------- scope
def visit(outlet: str, published: str, sentence: str, when: str, of: str = "visit", **said: str) -> Reading:
    scope = first(of, said.pop("since", None), said.pop("rank", "first"))
    return report(outlet, published, act("CONSULT", sentence, mode="visit", when=when, scope=scope, **said))


SCOPE = [
    case("minister and delegation", 1,
         visit("Fjord News", "2023-05-11",
               "Solberg paid her first official visit to Georgia on Thursday after the spring election.", "2023-05-11",
               "official visit", since="2023-03", who="Solberg", to="Georgia"),
         visit("Batumi Courier", "2023-09-20",
               "It is the first visit of a delegation of the new cabinet to Tbilisi since the March vote.",
               "2023-09-19", "visit of a delegation", since="2023-03", who="Norwegian delegation", to="Tbilisi")),
    case("two presidents", 1,
         visit("Lima Hoy", "2014-02-02",
               "Quispe became the first Peruvian president to travel to Tonga, officials said.", "2014-02-01",
               "visit by a Peruvian president", who="Quispe", to="Tonga"),
         visit("Pacific Mail", "2019-08-08",
               "No president of Peru had come before: Huaman made the first such visit to Tonga.", "2019-08-08",
               "visit by a Peruvian president", who="Huaman", to="Tonga")),
    case("delegations a month apart", 1,
         visit("Muscat Ledger", "2021-04-04", "The first Nepali mission since the quake reached Muscat on Sunday.",
               "2021-04-04", "mission", since="2020", who="Nepali delegation", to="Oman"),
         visit("Himal Wire", "2021-05-06",
               "Kathmandu sent the first mission since the quake to Salalah this week, papers wrote.", "2021-05-05",
               "mission", since="2020", who="Nepali delegation", to="Oman")),
    case("only", 1,
         visit("Suva Sun", "2018-03-03", "The stop in Canada was the only visit of the Fijian team in this decade.",
               "2018-03-02", "visit", since="2010", who="Fijian delegation", to="Canada", rank="only"),
         visit("Ottawa Note", "2019-10-10",
               "Fiji came to Canada just once, and it was this: the only visit in the decade.", "2019-10-09", "visit",
               since="2010", who="Fijian delegation", to="Canada", rank="only")),
    case("earlier is an official visit, later any visit", 1,
         visit("Riga Blatt", "2016-06-01", "Ozols began the first official visit of Latvia to Laos on Wednesday.",
               "2016-06-01", "official visit", who="Ozols", to="Laos"),
         visit("Mekong Eye", "2017-07-07", "Latvia had never come to Laos before this first visit, the paper claimed.",
               "2017-07-06", "visit", who="Latvia", to="Laos")),
    case("two only ports", 1,
         report("Suva Sun", "2019-02",
                told("scope", "only", "Old Harbour is the only deep port of the south coast", facility="Old Harbour",
                     scope=first("the only deep port of the south coast", None, "only"))),
         report("Pacific Mail", "2019-03",
                told("scope", "only", "North Cape, the only deep port of the south coast", facility="North Cape",
                     scope=first("the only deep port of the south coast", None, "only")))),
    case("one level of office", 1,
         report("La Paz Diario", "2011-02-02",
                act("CONSULT", "Condori made the first stop in Vietnam since the flood.", mode="visit", who="Condori",
                    to="Vietnam", when="2011-02-01", scope=first("stop", "2010")),
                told("office", "", "Condori made the first stop", person="Condori", office="Foreign Minister",
                     of="Bolivia", when="2011-02")),
         visit("Hanoi Daily", "2013-05-05",
               "It was the first visit of a Bolivian foreign minister to Hanoi since the flood.", "2013-05-04",
               "visit of a Bolivian foreign minister", since="2010", who="Bolivia", to="Vietnam")),
    case("last, as told after both", 1,
         visit("Suva Sun", "2020-02-02", "The stop of 2017 was the last visit of the Fijian team to Oman.",
               "2017-05-05", "visit", who="Fijian delegation", to="Oman", rank="last"),
         visit("Muscat Ledger", "2020-03-03", "In 2019 came the last visit of the Fijian team to Oman.", "2019-05-05",
               "visit", who="Fijian delegation", to="Oman", rank="last")),
    case("twin: last until the next", 0,
         visit("Suva Sun", "2018-02-02", "The stop of 2017 was the last visit of the Fijian team to Oman.",
               "2017-05-05", "visit", who="Fijian delegation", to="Oman", rank="last"),
         visit("Muscat Ledger", "2020-03-03", "In 2019 came the last visit of the Fijian team to Oman.", "2019-05-05",
               "visit", who="Fijian delegation", to="Oman", rank="last")),
    case("twin: one report ranks two", 0,
         report("Suva Sun", "2020-02-02",
                act("CONSULT", "The first visit was in 2017.", mode="visit", who="Fijian delegation", to="Oman",
                    when="2017", scope=first("visit")),
                act("CONSULT", "The first visit after that was in 2019.", mode="visit", who="Fijian delegation",
                    to="Oman", when="2019", scope=first("visit")))),
    case("twin: a first visit and a first call", 0,
         visit("Riga Blatt", "2016-06-01", "Ozols began the first visit of Latvia to Laos on Wednesday.", "2016-06-01",
               who="Ozols", to="Laos"),
         report("Mekong Eye", "2017-07-07",
                act("CONSULT", "It was the first call of Ozols to Laos.", mode="phone", who="Ozols", to="Laos",
                    when="2017-07-06", scope=first("call")))),
    case("twin: a first without a day", 0,
         visit("Riga Blatt", "2016-06-01", "Ozols began the first visit of Latvia to Laos on Wednesday.", "2016-06-01",
               who="Ozols", to="Laos"),
         report("Mekong Eye", "2017-07-07",
                act("CONSULT", "There was once a first visit of Latvia to Laos.", mode="visit", who="Latvia", to="Laos",
                    scope=first("visit")))),
    case("twin: two towns of one land", 0,
         visit("Tbilisi Post", "2016-06-01", "Aalto made the first visit of a Finn to Batumi.", "2016-06-01", "visit",
               who="Aalto", to="Batumi"),
         visit("Suomi Note", "2018-06-01", "Finland made its way to Tbilisi: the first visit.", "2018-06-01", "visit",
               who="Finland", to="Tbilisi")),
    case("twin: only ports of two coasts", 0,
         report("Suva Sun", "2019-02",
                told("scope", "only", "Old Harbour is the only deep port of the south coast", facility="Old Harbour",
                     scope=first("the only deep port of the south coast", None, "only"))),
         report("Pacific Mail", "2019-03",
                told("scope", "only", "North Cape, the only deep port of the eastern islands", facility="North Cape",
                     scope=first("the only deep port of the eastern islands", None, "only")))),
    case("twin: first meetings with two neighbours", 0,
         report("Rift Herald", "2019-02-02",
                act("CONSULT", "It was the first meeting of Kenya and Uganda since the drought.", mode="meeting",
                    who="Kenya, Uganda", when="2019-02-01", scope=first("meeting", "2018"))),
         report("Coast Daily", "2019-05-02",
                act("CONSULT", "It was the first meeting of Kenya and Tanzania since the drought.", mode="meeting",
                    who="Kenya, Tanzania", when="2019-05-01", scope=first("meeting", "2018")))),
    case("twin: each minister's own first", 0,
         visit("Fjord News", "2023-05-11", "Solberg paid her first visit to Georgia on Thursday.", "2023-05-11",
               "visit", who="Solberg", to="Georgia"),
         visit("Nord Post", "2023-09-20", "Hers was not the last: Aalto paid his first visit to Georgia this week.",
               "2023-09-19", "visit", who="Aalto", to="Georgia")),
    case("twin: two persons of one state, each his own", 0,
         visit("Accra Times", "2020-02-02", "Asante made his first visit to Jordan on Sunday.", "2020-02-02", "visit",
               since="2019", who="Asante", to="Jordan"),
         visit("Amman Star", "2020-06-06", "Boateng made her first visit to Jordan on Saturday.", "2020-06-06", "visit",
               since="2019", who="Boateng", to="Jordan")),
    case("twin: a state visit after a working visit", 0,
         visit("Tokyo Note", "2015-01-10", "It was the first visit of Japan to Chile in the century.", "2015-01-09",
               "visit", who="Sakamoto", to="Chile"),
         visit("Santiago Hoy", "2018-11-20", "The emperor's envoy was received for the first state visit to Chile.",
               "2018-11-19", "state visit", who="Japan", to="Chile")),
    case("twin: other destination", 0,
         visit("Dakar Matin", "2022-02-02", "Faye made the first visit of the new cabinet to Togo.", "2022-02-01",
               "visit", since="2022-01", who="Faye", to="Togo"),
         visit("Bamako Soir", "2022-05-05", "Sarr made the first visit of the new cabinet to Mali.", "2022-05-04",
               "visit", since="2022-01", who="Sarr", to="Mali")),
    case("twin: since a later event", 0,
         visit("Dakar Matin", "2012-02-02", "Faye made the first visit since the flood to Togo.", "2012-02-01", "visit",
               since="2012-01", who="Faye", to="Togo"),
         visit("Lome Jour", "2022-05-05", "Sarr made the first visit since the border pact to Togo.", "2022-05-04",
               "visit", since="2021-06", who="Sarr", to="Togo")),
    case("twin: minister and president", 0,
         visit("La Paz Diario", "2011-02-02", "It was the first visit of a Bolivian foreign minister to Vietnam.",
               "2011-02-01", "visit of a foreign minister", who="Condori", to="Vietnam"),
         visit("Hanoi Daily", "2013-05-05",
               "Never before had a head of state come: the first visit by a Bolivian president.", "2013-05-04",
               "visit by a president", who="Bolivia", to="Vietnam")),
    case("twin: one visit in two outlets", 0,
         visit("Riga Blatt", "2016-06-01", "Ozols began the first visit of Latvia to Laos on Wednesday.", "2016-06-01",
               who="Ozols", to="Laos"),
         visit("Mekong Eye", "2016-06-02", "Latvia's Ozols has come to Vientiane for a first visit.", "2016-06-01",
               who="Ozols", to="Laos", where="Vientiane")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- date
def met(outlet: str, published: str, sentence: str, when: str | None, who: str, **said: str) -> Reading:
    said.setdefault("mode", "meeting")
    return report(outlet, published, act("CONSULT", sentence, who=who, when=when, **said))


DATE = [
    case("two ministers, two days", 1,
         met("Rift Herald", "2024-04-19", "Wafula met Mushi in Arusha on 17 April.", "2024-04-17", "Wafula",
             with_="Mushi", where="Arusha"),
         met("Coast Daily", "2024-04-20", "In Arusha on 18 April Mushi sat down with Wafula.", "2024-04-18", "Mushi",
             with_="Wafula", where="Arusha")),
    case("call a day later", 1,
         met("Oslo Kurier", "2022-11-05", "Solberg phoned Aalto on 3 November.", "2022-11-03", "Solberg", with_="Aalto",
             mode="phone"),
         met("Suomi Note", "2022-11-05", "Aalto took a call from Solberg on 4 November.", "2022-11-04", "Aalto",
             with_="Solberg", mode="phone")),
    case("overthrown in two months", 1,
         report("Quito Hoy", "2010",
                act("COERCE", "Zambrano was toppled in March 2001.", mode="overthrow", to="Zambrano", where="Ecuador",
                    when="2001-03")),
         report("Andes Mail", "2011",
                act("COERCE", "Zambrano fell in June 2001 when the army moved.", mode="overthrow", to="Zambrano",
                    where="Ecuador", when="2001-06"))),
    case("resolution adopted on two days", 1,
         report("Geneva Post", "2019-05-06",
                act("AGREE", "Members adopted Resolution 9101 on 3 May.", mode="resolution", about="Resolution 9101",
                    instrument="Resolution 9101", when="2019-05-03")),
         report("Lake Letter", "2019-05-07",
                act("AGREE", "Resolution 9101 passed on 4 May, a day late.", mode="resolution",
                    instrument="Resolution 9101", when="2019-05-04"))),
    case("arrival on two days", 1,
         report("Amman Star", "2017-01-20",
                act("CONSULT", "Tremblay arrived in Amman on 17 January.", mode="visit", who="Tremblay", to="Jordan",
                    where="Amman", when="2017-01-17", trigger="arrived")),
         report("Ottawa Note", "2017-01-20",
                act("CONSULT", "On 19 January Tremblay arrived in the Jordanian capital.", mode="visit", who="Tremblay",
                    to="Jordan", where="Amman", when="2017-01-19", trigger="arrived"))),
    case("a pact by its words", 1,
         report("Accra Times", "2021-05-06",
                act("AGREE", "Ghana and Togo signed a border pact on 4 May.", mode="sign", who="Ghana, Togo",
                    instrument="a border pact", when="2021-05-04")),
         report("Lome Jour", "2021-05-07",
                act("AGREE", "Togo and Ghana put their names to the border pact on 6 May.", mode="sign",
                    who="Togo, Ghana", instrument="the border pact", when="2021-05-06"))),
    case("twin: two pacts by their words", 0,
         report("Accra Times", "2021-05-06",
                act("AGREE", "Ghana and Togo signed a border pact on 4 May.", mode="sign", who="Ghana, Togo",
                    instrument="a border pact", when="2021-05-04")),
         report("Lome Jour", "2021-05-07",
                act("AGREE", "Togo and Ghana put their names to the fishing accord on 6 May.", mode="sign",
                    who="Togo, Ghana", instrument="the fishing accord", when="2021-05-06"))),
    case("twin: met again", 0,
         met("Rift Herald", "2024-04-19", "Wafula met Mushi in Arusha on 17 April.", "2024-04-17", "Wafula",
             with_="Mushi", where="Arusha"),
         met("Coast Daily", "2024-04-20", "Mushi and Wafula met again in Arusha on 18 April.", "2024-04-18", "Mushi",
             with_="Wafula", where="Arusha")),
    case("twin: month and day", 0,
         met("Rift Herald", "2024-04-19", "Wafula met Mushi in Arusha in April.", "2024-04", "Wafula", with_="Mushi",
             where="Arusha"),
         met("Coast Daily", "2024-04-20", "In Arusha on 18 April Mushi sat down with Wafula.", "2024-04-18", "Mushi",
             with_="Wafula", where="Arusha")),
    case("twin: other counterpart", 0,
         met("Rift Herald", "2024-04-19", "Wafula met Mushi in Arusha on 17 April.", "2024-04-17", "Wafula",
             with_="Mushi", where="Arusha"),
         met("Coast Daily", "2024-04-20", "In Arusha on 18 April Kato sat down with Wafula.", "2024-04-18", "Kato",
             with_="Wafula", where="Arusha")),
    case("twin: a month later", 0,
         met("Oslo Kurier", "2022-11-05", "Solberg phoned Aalto on 3 November.", "2022-11-03", "Solberg", with_="Aalto",
             mode="phone"),
         met("Suomi Note", "2022-12-05", "Aalto took a call from Solberg on 4 December.", "2022-12-04", "Aalto",
             with_="Solberg", mode="phone")),
    case("twin: arrival and talks of one visit", 0,
         report("Amman Star", "2017-01-20",
                act("CONSULT", "Tremblay arrived in Amman on 17 January.", mode="visit", who="Tremblay", to="Jordan",
                    where="Amman", when="2017-01-17", trigger="arrived")),
         report("Ottawa Note", "2017-01-20",
                act("CONSULT", "Tremblay toured Amman on 18 January.", mode="visit", who="Tremblay", to="Jordan",
                    where="Amman", when="2017-01-18", trigger="toured"))),
    case("twin: two resolutions", 0,
         report("Geneva Post", "2019-05-06",
                act("AGREE", "Members adopted Resolution 9101 on 3 May.", mode="resolution",
                    instrument="Resolution 9101", when="2019-05-03")),
         report("Lake Letter", "2019-05-07",
                act("AGREE", "Resolution 9102 passed on 4 May.", mode="resolution", instrument="Resolution 9102",
                    when="2019-05-04"))),
    case("twin: only the tense tells the day", 0,
         met("Rift Herald", "2024-04-19", "Wafula has met Mushi in Arusha.", "2024-04-19", "Wafula", with_="Mushi",
             where="Arusha", when_basis="tense", when_words=""),
         met("Coast Daily", "2024-04-20", "In Arusha on 18 April Mushi sat down with Wafula.", "2024-04-18", "Mushi",
             with_="Wafula", where="Arusha")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- year
def fell(outlet: str, sentence: str, who: str, when: str, where: str, **said: str) -> Reading:
    said = {"mode": "overthrow", "to": who, "where": where, "when": when} | said
    return report(outlet, "2020", act("COERCE", sentence, **said, background=True))


def adopted(outlet: str, sentence: str, when: str, text: str = "Resolution 9101") -> Reading:
    return report(outlet, "2021", act("AGREE", sentence, mode="adoption", instrument=text, when=when))


YEAR = [
    case("a fall", 1,
         fell("Bamako Soir", "the army removed Keita in 2012", "Keita", "2012", "Mali"),
         fell("Sahel Mail", "since Keita lost power in 2013", "Keita", "2013", "Mali")),
    case("a fall told by months", 1,
         fell("Suva Sun", "Vakatawa was ousted in May 1999", "Vakatawa", "1999-05", "Fiji"),
         fell("Pacific Mail", "the coup of May 2000 against Vakatawa", "Vakatawa", "2000-05", "Fiji")),
    case("a killing", 1,
         fell("Kampala Eye", "Nankya was murdered in 1998", "Nankya", "1998", "Uganda", mode="assassination"),
         fell("Nile Post", "the murder of Nankya in 1996", "Nankya", "1996", "Uganda", mode="assassination")),
    case("a text", 1,
         adopted("Geneva Post", "Resolution 9101 of May 2018 calls for a truce", "2018-05"),
         adopted("Lake Letter", "members voted for Resolution 9101 in 2019", "2019")),
    case("a text told by days", 1,
         adopted("Basel Note", "On 2 March 2015 the assembly passed Resolution 9102", "2015-03-02", "Resolution 9102"),
         adopted("Bern Echo", "passed on 2 March 2016, Resolution 9102 set up the fund", "2016-03-02",
                 "Resolution 9102")),
    case("twin: a yearly summit", 0,
         met("Rift Herald", "2023-06-02", "Wafula and Mushi held the yearly summit in Arusha on 1 June 2023.",
             "2023-06-01", "Wafula, Mushi", where="Arusha"),
         met("Rift Herald", "2024-06-02", "Wafula and Mushi held the yearly summit in Arusha on 1 June 2024.",
             "2024-06-01", "Wafula, Mushi", where="Arusha")),
    case("twin: two coups in one state", 0,
         fell("Bamako Soir", "the coup of August 2020", "Mali", "2020-08", "Mali"),
         fell("Sahel Mail", "the coup of May 2021", "Mali", "2021-05", "Mali")),
    case("twin: turn of the year", 0,
         fell("Suva Sun", "Vakatawa was ousted in the winter of the two years", "Vakatawa", "1999-12/2000-01", "Fiji"),
         fell("Pacific Mail", "the coup of 2000 against Vakatawa", "Vakatawa", "2000", "Fiji")),
    case("twin: two texts", 0,
         adopted("Geneva Post", "Resolution 9101 of May 2018 calls for a truce", "2018-05"),
         adopted("Lake Letter", "members voted for Resolution 9102 in 2019", "2019", "Resolution 9102")),
    case("twin: two persons", 0,
         fell("Kampala Eye", "Nankya was murdered in 1998", "Nankya", "1998", "Uganda", mode="assassination"),
         fell("Nile Post", "the murder of Kato in 1996", "Kato", "1996", "Uganda", mode="assassination")),
    case("twin: no single year", 0,
         fell("Bamako Soir", "the army removed Keita in 2012", "Keita", "2012", "Mali"),
         fell("Sahel Mail", "Keita was removed in 2014 or 2015", "Keita", "2014/2015", "Mali")),
    case("twin: a decade holds the year", 0,
         fell("Bamako Soir", "the army removed Keita in 2012", "Keita", "2012", "Mali"),
         fell("Sahel Mail", "when Keita was removed, in the second decade", "Keita", "201X", "Mali")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- weekday
def dated(sentence: str, published: str | None, when: str | None = None) -> Reading:
    return report(
        "Calendar Post", published, act("CONSULT", sentence, mode="visit", who="Boyd", to="Canada", when=when)
    )


WEEKDAY = [
    case("full date", 1,
         dated("Boyd flew to Canada on Friday, 14 March 2024.", "2024-03-15", "2024-03-14")),
    case("month first", 1,
         dated("Boyd flew to Canada on Sunday, August 5, 2023.", "2023-08-06", "2023-08-05")),
    case("in brackets", 1,
         dated("Boyd landed on Monday (3 April 2018) in Ottawa.", "2018-04-04")),
    case("no year, near publication", 1,
         dated("Boyd came on Tuesday, 9 October, for talks.", "2019-10-11")),
    case("ordinal", 1,
         dated("On Wednesday the 1st of July 2021 Boyd left.", "2021-07-02")),
    case("twin: right", 0,
         dated("Boyd flew to Canada on Thursday, 14 March 2024.", "2024-03-15", "2024-03-14")),
    case("twin: right in brackets", 0,
         dated("Boyd landed on Tuesday (3 April 2018) in Ottawa.", "2018-04-04")),
    case("twin: no year and no date of publication", 0,
         dated("Boyd came on Tuesday, 9 October, for talks.", None)),
    case("twin: weekday alone", 0,
         dated("Boyd came on Tuesday for talks about 14 March ports.", "2024-03-15")),
    case("twin: no such month", 0,
         dated("Boyd came on Tuesday, 9 people in all.", "2024-03-15")),
    case("twin: next year's day", 0,
         dated("Boyd will come on Thursday, 9 January, for talks.", "2024-12-20")),
    case("twin: no such day", 0,
         dated("Boyd came on Tuesday, 31 February 2024.", "2024-03-15")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- count
def counted(outlet: str, published: str, sentence: str, low: float, words: str, **said: Any) -> Reading:
    said = {"who": "Peruvian Defence Ministry", "to": "Chile", "where": "Cusco", "when": "2021-09-08"} | said
    quantity = many(low, words, said.pop("high", -1), said.pop("unit", ""))
    return report(outlet, published, act(said.pop("type", "AID"), sentence, quantity=quantity, **said))


COUNT = [
    case("trucks", 1,
         counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
         counted("Andes Mail", "2021-09-09", "Peru handed 19 trucks to Chile.", 19, "19")),
    case("words for numbers", 1,
         counted("Lima Hoy", "2021-09-09", "Peru sent seven boats to Chile.", 7, "seven"),
         counted("Andes Mail", "2021-09-09", "Peru gave nine boats to Chile.", 9, "nine")),
    case("ranges apart", 1,
         counted("Lima Hoy", "2021-09-09", "Peru sent 20 to 25 tents to Chile.", 20, "20 to 25", high=25),
         counted("Andes Mail", "2021-09-09", "Peru gave 40 tents to Chile.", 40, "40")),
    case("people", 1,
         counted("Lima Hoy", "2021-09-09", "Peru freed 31 people held at the border with Chile.", 31, "31",
                 type="RETREAT"),
         counted("Andes Mail", "2021-09-09", "Peru let 48 persons held at the border with Chile go.", 48, "48",
                 type="RETREAT")),
    case("at least, and fewer", 1,
         counted("Lima Hoy", "2021-09-09", "Peru sent at least 300 doctors to Chile.", 300, "at least 300", high=None,
                 unit="doctors"),
         counted("Andes Mail", "2021-09-09", "Peru gave 150 doctors to Chile.", 150, "150", unit="doctor")),
    case("twin: same number", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
         counted("Andes Mail", "2021-09-09", "Peru handed a dozen trucks to Chile.", 12, "a dozen")),
    case("twin: another thing", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
         counted("Andes Mail", "2021-09-09", "Peru handed 19 pumps to Chile.", 19, "19")),
    case("twin: rounded", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent 1,213 blankets to Chile.", 1213, "1,213"),
         counted("Andes Mail", "2021-09-09", "Peru handed 1,200 blankets to Chile.", 1200, "1,200")),
    case("twin: at least", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent at least 12 trucks to Chile.", 12, "at least 12", high=None,
                 unit="trucks"),
         counted("Andes Mail", "2021-09-09", "Peru handed 19 trucks to Chile.", 19, "19")),
    case("twin: other day", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
         counted("Andes Mail", "2021-10-20", "Peru handed 19 trucks to Chile.", 19, "19", when="2021-10-19")),
    case("twin: a range that holds it", 0,
         counted("Lima Hoy", "2021-09-09", "Peru sent 10 to 20 trucks to Chile.", 10, "10 to 20", high=20),
         counted("Andes Mail", "2021-09-09", "Peru handed 19 trucks to Chile.", 19, "19")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- office
def held(outlet: str, person: str, office: str, of: str, when: str, **said: str) -> Reading:
    words = f"{outlet} spoke of {person}, {office} of {of}."
    said = {"person": person, "office": office, "of": of, "when": when, "mode": "holds"} | said
    return report(outlet, when.rpartition("/")[2].strip(".") or None, told("office", "", words, **said))


OFFICE = [
    case("foreign ministers", 1,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02"),
         held("Lome Jour", "Boateng", "minister of foreign affairs", "Ghana", "2020-02-02")),
    case("presidents", 1,
         held("Lima Hoy", "Quispe", "President", "Peru", "2014-05-05"),
         held("Andes Mail", "Huaman", "president", "Peru", "2014-05-05")),
    case("inside another's term", 1,
         held("Dakar Matin", "Faye", "Prime Minister", "Senegal", "2010/2014"),
         held("Sahel Mail", "Sarr", "Prime Minister", "Senegal", "2012-06-06")),
    case("terms that overlap", 1,
         held("Himal Wire", "Gurung", "Defence Minister", "Nepal", "2001/2006"),
         held("Hill Post", "Adhikari", "Minister of Defense", "Nepal", "2003/2005")),
    case("chiefs of staff", 1,
         held("Nile Post", "Nankya", "Chief of the General Staff", "Uganda", "2023-03-03"),
         held("Kampala Eye", "Kato", "Chief of General Staff", "Uganda", "2023-03-03")),
    case("acting, as the words say", 1,
         held("Rift Herald", "Wafula", "Finance Minister", "Kenya", "2019-07-07"),
         held("Coast Daily", "Otieno", "Finance Minister", "Kenya", "2019-07-07", mode="acting")),
    case("mayors of a town", 1,
         held("Accra Times", "Asante", "Mayor", "Accra", "2020-02-02"),
         held("Lome Jour", "Boateng", "mayor", "Accra", "2020-02-02")),
    case("ambassadors to one state", 1,
         held("Lima Hoy", "Quispe", "ambassador to Chile", "Peru", "2014-05-05"),
         held("Andes Mail", "Huaman", "Ambassador to Chile", "Peru", "2014-05-05")),
    case("twin: a state has many ambassadors", 0,
         held("Lima Hoy", "Quispe", "ambassador", "Peru", "2014-05-05"),
         held("Andes Mail", "Huaman", "Ambassador", "Peru", "2014-05-05")),
    case("twin: mayors of two towns", 0,
         held("Accra Times", "Asante", "Mayor", "Accra", "2020-02-02"),
         held("Lome Jour", "Boateng", "mayor", "Lome", "2020-02-02")),
    case("reports of two days, which are of no day by their words", 1,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02", when_words=""),
         held("Lome Jour", "Boateng", "Foreign Minister", "Ghana", "2020-02-04", when_words="")),
    case("twin: two days, by their words", 0,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02"),
         held("Lome Jour", "Boateng", "Foreign Minister", "Ghana", "2020-02-04")),
    case("twin: the office changes hands", 0,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02", when_words=""),
         held("Lome Jour", "Boateng", "Foreign Minister", "Ghana", "2020-02-04", when_words=""),
         held("Gulf Note", "Boateng", "Foreign Minister", "Ghana", "2020-02-05", when_words="", mode="took up")),
    case("twin: handover inside a month", 0,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02"),
         held("Lome Jour", "Boateng", "Foreign Minister", "Ghana", "2020-02")),
    case("twin: former", 0,
         held("Lima Hoy", "Quispe", "President", "Peru", "2014-05-05", mode="former"),
         held("Andes Mail", "Huaman", "president", "Peru", "2014-05-05")),
    case("twin: two states", 0,
         held("Lima Hoy", "Quispe", "President", "Peru", "2014-05-05"),
         held("Quito Hoy", "Zambrano", "President", "Ecuador", "2014-05-05")),
    case("twin: deputies are many", 0,
         held("Nile Post", "Nankya", "Deputy Defence Minister", "Uganda", "2023-03-03"),
         held("Kampala Eye", "Kato", "Deputy Defence Minister", "Uganda", "2023-03-03")),
    case("twin: terms that touch", 0,
         held("Dakar Matin", "Faye", "Prime Minister", "Senegal", "2010/2014"),
         held("Sahel Mail", "Sarr", "Prime Minister", "Senegal", "2014/2016")),
    case("twin: other portfolio", 0,
         held("Himal Wire", "Gurung", "Defence Minister", "Nepal", "2001-01-01"),
         held("Hill Post", "Adhikari", "Home Minister", "Nepal", "2001-01-01")),
]  # fmt: skip


TITLE = [
    case("two ministries", 1,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02"),
         held("Lome Jour", "Asante", "Defence Minister", "Ghana", "2020-02-03")),
    case("a minister or a deputy", 1,
         held("Lima Hoy", "Quispe", "Deputy Foreign Minister", "Peru", "2014-05-05"),
         held("Andes Mail", "Quispe", "Foreign Minister", "Peru", "2014-05-05")),
    case("twin: the same in other words", 0,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02"),
         held("Lome Jour", "Asante", "minister of foreign affairs", "Ghana", "2020-02-03")),
    case("twin: two years", 0,
         held("Accra Times", "Asante", "Foreign Minister", "Ghana", "2020-02-02"),
         held("Lome Jour", "Asante", "Defence Minister", "Ghana", "2022-02-03")),
    case("twin: no longer", 0,
         held("Lima Hoy", "Quispe", "Defence Minister", "Peru", "2014-05-05", mode="former"),
         held("Andes Mail", "Quispe", "Foreign Minister", "Peru", "2014-05-05")),
    case("twin: one report gives both", 0,
         held("Lima Hoy", "Quispe", "Defence Minister", "Peru", "2014-05-05"),
         report("Andes Mail", "2014-05-05",
                told("office", "", "Foreign Minister Quispe", person="Quispe", office="Foreign Minister", of="Peru",
                     when="2014-05-05", mode="holds"),
                told("office", "", "Quispe, who is Defence Minister too", person="Quispe", office="Defence Minister",
                     of="Peru", when="2014-05-05", mode="holds"))),
]  # fmt: skip


def test_acting_explains_two_holders() -> None:
    """One outlet calls Otieno acting minister: the words say how both can hold."""
    readings = (
        held("Rift Herald", "Wafula", "Finance Minister", "Kenya", "2019-07-07"),
        held("Coast Daily", "Otieno", "Finance Minister", "Kenya", "2019-07-07", mode="acting"),
    )
    conflict = only(collated(*readings), "office")
    assert conflict.status == "explained"
    assert conflict.explanations[0].holds is True


# ------------------------------------------------------------------------------------------------------- denial
def force(outlet: str, published: str, sentence: str, status: str = "happened", **said: object) -> Reading:
    said = {"type": "ASSAULT", "mode": "", "when": "2016-04-02"} | said
    type_ = str(said.pop("type"))
    return report(outlet, published, act(type_, sentence, status=status, **said))


DENIAL = [
    case("shelling", 1,
         force("Yerevan Note", "2016-04-03", "Georgia shelled an Armenian post on 2 April.", who="Georgia",
               to="Armenia", voices=["Petrosyan"]),
         force("Batumi Courier", "2016-04-03", "Lomidze denied that Georgia had shelled Armenia on 2 April.", "denied",
               who="Georgia", to="Armenia", voices=["Lomidze"])),
    case("a meeting", 1,
         force("Muscat Ledger", "2016-04-03", "Al-Harthy met Khasawneh on 2 April.", type="CONSULT", mode="meeting",
               who="Al-Harthy", with_="Khasawneh"),
         force("Amman Star", "2016-04-04", "There was no meeting of Khasawneh with Al-Harthy on 2 April.",
               "not_happened", type="CONSULT", mode="meeting", who="Khasawneh", with_="Al-Harthy")),
    case("an accord", 1,
         force("Quito Hoy", "2016-04-03", "Bolivia and Ecuador agreed on the Fisheries Protocol.", type="AGREE",
               who="Bolivia, Ecuador", instrument="Fisheries Protocol"),
         force("La Paz Diario", "2016-04-04",
               "Condori denied any deal of Bolivia and Ecuador on the Fisheries Protocol.", "denied", type="AGREE",
               who="Bolivia, Ecuador", instrument="Fisheries Protocol", voices=["Condori"])),
    case("a threat", 1,
         force("Bamako Soir", "2016-04-03", "Togo threatened Mali with a blockade.", type="THREATEN", who="Togo",
               to="Mali"),
         force("Lome Jour", "2016-04-03", "Lawson said Togo never threatened Mali with a blockade.", "denied",
               type="THREATEN", who="Togo", to="Mali", voices=["Lawson"])),
    case("in one report, by two voices", 1,
         report("Lake Letter", "2016-04-03",
                act("COERCE", "Nankya said Kenya seized three Ugandan boats on 2 April.", mode="seize", who="Kenya",
                    to="Uganda", when="2016-04-02", voices=["Nankya"]),
                act("COERCE", "Otieno denied that Kenya had seized boats of Uganda.", mode="seize", status="denied",
                    who="Kenya", to="Uganda", when="2016-04-02", voices=["Otieno"]))),
    case("a promise", 1,
         force("Oslo Kurier", "2016-04-03", "Norway promised Latvia 20 boats on 2 April.", "promised", type="AID",
               mode="pledge", who="Norway", to="Latvia"),
         force("Riga Blatt", "2016-04-04", "Solberg denied that Norway had promised Latvia boats.", "denied",
               type="AID", mode="pledge", who="Norway", to="Latvia", voices=["Solberg"])),
    case("twin: another act is denied", 0,
         force("Yerevan Note", "2016-04-03", "Georgia shelled an Armenian post on 2 April.", who="Georgia",
               to="Armenia"),
         force("Batumi Courier", "2016-04-03", "Lomidze denied that Georgia had accused Armenia.", "denied",
               type="ACCUSE", who="Georgia", to="Armenia", voices=["Lomidze"])),
    case("twin: the other side", 0,
         force("Yerevan Note", "2016-04-03", "Georgia shelled an Armenian post on 2 April.", who="Georgia",
               to="Armenia"),
         force("Batumi Courier", "2016-04-03", "Armenia denied shelling Georgia on 2 April.", "denied", who="Armenia",
               to="Georgia")),
    case("twin: another time", 0,
         force("Muscat Ledger", "2016-04-03", "Al-Harthy met Khasawneh on 2 April.", type="CONSULT", mode="meeting",
               who="Al-Harthy", with_="Khasawneh"),
         force("Amman Star", "2016-08-04", "There was no meeting of Khasawneh with Al-Harthy on 2 August.",
               "not_happened", type="CONSULT", mode="meeting", who="Khasawneh", with_="Al-Harthy", when="2016-08-02")),
    case("twin: a plan denied", 0,
         force("Bamako Soir", "2016-04-03", "Togo may threaten Mali with a blockade.", "planned", type="THREATEN",
               who="Togo", to="Mali"),
         force("Lome Jour", "2016-04-03", "Lawson said Togo never threatened Mali with a blockade.", "denied",
               type="THREATEN", who="Togo", to="Mali", voices=["Lawson"])),
    case("twin: both deny", 0,
         force("Bamako Soir", "2016-04-03", "Faye denied that Togo had threatened Mali.", "denied", type="THREATEN",
               who="Togo", to="Mali", voices=["Faye"]),
         force("Lome Jour", "2016-04-03", "Lawson said Togo never threatened Mali with a blockade.", "denied",
               type="THREATEN", who="Togo", to="Mali", voices=["Lawson"])),
    case("twin: another person was not met", 0,
         force("Muscat Ledger", "2016-04-03", "Al-Harthy met Khasawneh on 2 April.", type="CONSULT", mode="meeting",
               who="Al-Harthy", with_="Khasawneh"),
         force("Amman Star", "2016-04-04", "Al-Harthy did not meet Tremblay on 2 April.", "not_happened",
               type="CONSULT", mode="meeting", who="Al-Harthy", with_="Tremblay")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- status
def travel(
    outlet: str, sentence: str, status: str, when: str | None, published: str = "2019-02-21", **said: str
) -> Reading:
    said = {"mode": "visit", "who": "Sakamoto", "to": "Vietnam"} | said
    return report(outlet, published, act("CONSULT", sentence, status=status, when=when, **said))


STATUS = [
    case("arrived and postponed", 1,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 February.", "happened", "2019-02-20"),
         travel("Hanoi Daily", "The visit of Sakamoto to Vietnam on 20 February was put off.", "postponed",
                "2019-02-20")),
    case("arrived and cancelled", 1,
         travel("Tokyo Note", "Sakamoto is in Vietnam since 20 February.", "ongoing", "2019-02-20"),
         travel("Hanoi Daily", "Sakamoto called off the trip to Vietnam of 20 February.", "cancelled", "2019-02-20")),
    case("a call", 1,
         travel("Oslo Kurier", "Solberg spoke to Nair by phone on 19 February.", "happened", "2019-02-19",
                who="Solberg", to="Nair", mode="phone"),
         travel("Delhi Leaf", "The call of Nair with Solberg on 19 February was cancelled.", "cancelled", "2019-02-19",
                who="Nair", to="Solberg", mode="phone")),
    case("a meeting", 1,
         travel("Lima Hoy", "Rojas met Quispe on 18 February.", "happened", "2019-02-18", who="Rojas", to="Quispe",
                mode="meeting"),
         travel("Santiago Hoy", "Quispe and Rojas put their meeting of 18 February off.", "postponed", "2019-02-18",
                who="Quispe, Rojas", to="", mode="meeting")),
    case("of a delegation", 1,
         travel("Suva Sun", "The Fijian team came to Ottawa on 20 February.", "happened", "2019-02-20",
                who="Fijian delegation", to="Canada", where="Ottawa"),
         travel("Ottawa Note", "The Fijian team's visit to Ottawa on 20 February fell through.", "cancelled",
                "2019-02-20", who="Fijian delegation", to="Canada", where="Ottawa")),
    case("twin: put off, then made", 0,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 March.", "happened", "2019-03-20", "2019-03-21"),
         travel("Hanoi Daily", "The visit of Sakamoto to Vietnam on 20 February was put off.", "postponed",
                "2019-02-20")),
    case("twin: planned, then cancelled", 0,
         travel("Tokyo Note", "Sakamoto will go to Vietnam on 20 February.", "planned", "2019-02-20", "2019-02-10"),
         travel("Hanoi Daily", "Sakamoto called off the trip to Vietnam of 20 February.", "cancelled", "2019-02-20")),
    case("told by a report of no known day", 1,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 February.", "happened", "2019-02-20"),
         travel("Hanoi Daily", "The visit of Sakamoto to Vietnam on 20 February was put off.", "postponed",
                "2019-02-20", "")),
    case("twin: no day for what was off", 0,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 February.", "happened", "2019-02-20"),
         travel("Hanoi Daily", "Sakamoto once put off a visit to Vietnam.", "postponed", None)),
    case("twin: another traveller", 0,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 February.", "happened", "2019-02-20"),
         travel("Hanoi Daily", "Trinh put off the visit to Japan of 20 February.", "postponed", "2019-02-20",
                who="Trinh", to="Japan")),
    case("twin: another sort of act", 0,
         travel("Tokyo Note", "Sakamoto arrived in Vietnam on 20 February.", "happened", "2019-02-20"),
         travel("Hanoi Daily", "A call of Sakamoto to Hanoi on 20 February was cancelled.", "cancelled", "2019-02-20",
                mode="phone")),
    case("twin: postponed and cancelled", 0,
         travel("Tokyo Note", "Sakamoto put off the trip to Vietnam of 20 February.", "postponed", "2019-02-20"),
         travel("Hanoi Daily", "Sakamoto called off the trip to Vietnam of 20 February.", "cancelled", "2019-02-20")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- place
PLACE = [
    case("two countries", 1,
         met("Riga Blatt", "2015-10-10", "Ozols met Aalto in Helsinki on 9 October.", "2015-10-09", "Ozols",
             with_="Aalto", where="Helsinki"),
         met("Suomi Note", "2015-10-10", "In Riga on 9 October Aalto saw Ozols.", "2015-10-09", "Aalto", with_="Ozols",
             where="Riga")),
    case("two towns", 1,
         met("Himal Wire", "2015-10-10", "Gurung met Nair in Pokhara on 9 October.", "2015-10-09", "Gurung",
             with_="Nair", where="Pokhara"),
         met("Delhi Leaf", "2015-10-10", "Nair saw Gurung in Kathmandu on 9 October.", "2015-10-09", "Nair",
             with_="Gurung", where="Kathmandu")),
    case("far by the map", 1,
         met("Suva Sun", "2015-10-10", "Vakatawa met Tremblay at Old Harbour on 9 October.", "2015-10-09", "Vakatawa",
             with_="Tremblay", where="Old Harbour"),
         met("Ottawa Note", "2015-10-10", "Tremblay saw Vakatawa at North Cape on 9 October.", "2015-10-09", "Tremblay",
             with_="Vakatawa", where="North Cape")),
    case("a killing", 1,
         report("Kampala Eye", "2015-10-10",
                act("ASSAULT", "Kato was shot dead in Mombasa on 9 October.", mode="assassination", to="Kato",
                    where="Mombasa", when="2015-10-09")),
         report("Nile Post", "2015-10-10",
                act("ASSAULT", "Gunmen killed Kato in Kampala on 9 October.", mode="assassination", to="Kato",
                    where="Kampala", when="2015-10-09"))),
    case("three at a table", 1,
         met("Rift Herald", "2015-10-10", "Wafula, Kato and Mushi sat down in Nairobi on 9 October.", "2015-10-09",
             "Wafula, Kato, Mushi", where="Nairobi"),
         met("Coast Daily", "2015-10-10", "Mushi, Kato and Wafula sat down in Dodoma on 9 October.", "2015-10-09",
             "Mushi, Kato, Wafula", where="Dodoma")),
    case("twin: the capital in the country", 0,
         met("Riga Blatt", "2015-10-10", "Ozols met Aalto in Helsinki on 9 October.", "2015-10-09", "Ozols",
             with_="Aalto", where="Helsinki"),
         met("Suomi Note", "2015-10-10", "In Finland on 9 October Aalto saw Ozols.", "2015-10-09", "Aalto",
             with_="Ozols", where="Finland")),
    case("twin: a tour", 0,
         report("Muscat Ledger", "2015-10-10",
                act("CONSULT", "Tremblay visited Salalah on 9 October.", mode="visit", who="Tremblay", to="Oman",
                    where="Salalah", when="2015-10-09")),
         report("Ottawa Note", "2015-10-10",
                act("CONSULT", "Tremblay visited Muscat on 9 October.", mode="visit", who="Tremblay", to="Oman",
                    where="Muscat", when="2015-10-09"))),
    case("twin: a call has two ends", 0,
         met("Riga Blatt", "2015-10-10", "Ozols phoned Aalto from Riga on 9 October.", "2015-10-09", "Ozols",
             with_="Aalto", where="Riga", mode="phone"),
         met("Suomi Note", "2015-10-10", "In Helsinki on 9 October Aalto took a call from Ozols.", "2015-10-09",
             "Aalto", with_="Ozols", where="Helsinki", mode="phone")),
    case("twin: other company", 0,
         met("Himal Wire", "2015-10-10", "Gurung met Nair in Pokhara on 9 October.", "2015-10-09", "Gurung",
             with_="Nair", where="Pokhara"),
         met("Delhi Leaf", "2015-10-10", "Adhikari saw Gurung in Kathmandu on 9 October.", "2015-10-09", "Adhikari",
             with_="Gurung", where="Kathmandu")),
    case("twin: a place unknown", 0,
         met("Himal Wire", "2015-10-10", "Gurung met Nair in Pokhara on 9 October.", "2015-10-09", "Gurung",
             with_="Nair", where="Pokhara"),
         met("Delhi Leaf", "2015-10-10", "Nair saw Gurung on 9 October.", "2015-10-09", "Nair", with_="Gurung")),
    case("twin: one report tells both", 0,
         report("Himal Wire", "2015-10-10",
                act("CONSULT", "Gurung met Nair in Pokhara on 9 October.", mode="meeting", who="Gurung", with_="Nair",
                    where="Pokhara", when="2015-10-09"),
                act("CONSULT", "Gurung sat with Nair in Kathmandu at night.", mode="meeting", who="Gurung",
                    with_="Nair", where="Kathmandu", when="2015-10-09"))),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- participant
def came(outlet: str, person: str, office: str, of: str, sentence: str, **said: str) -> Reading:
    where = {"mode": "visit", "when": "2018-08-08", "where": "Suva", "to": "Fiji"} | said
    return report(outlet, "2018-08-09", act("CONSULT", sentence, who=person, **where),
                  told("office", "", sentence, person=person, office=office, of=of, when="2018-08"))  # fmt: skip


def signed(outlet: str, person: str, sentence: str, text: str = "Resolution 9101") -> Reading:
    return report(
        outlet, "2018-08-09", act("AGREE", sentence, mode="signing", who=person, instrument=text, when="2018-08-08")
    )


PARTICIPANT = [
    case("one office, two names", 1,
         came("Suva Sun", "Asante", "Foreign Minister", "Ghana", "Ghana's Asante visited Suva on 8 August."),
         came("Accra Times", "Boateng", "Minister of Foreign Affairs", "Ghana",
              "Boateng went to Suva on 8 August for Ghana.")),
    case("a president", 1,
         came("Suva Sun", "Quispe", "President", "Peru", "Quispe was in Suva on 8 August."),
         came("Lima Hoy", "Huaman", "president", "Peru", "On 8 August Huaman stayed at Suva.")),
    case("a numbered text", 1,
         signed("Geneva Post", "Gurung", "Gurung put a name to Resolution 9101 on 8 August."),
         signed("Hill Post", "Adhikari", "On 8 August Adhikari signed Resolution 9101.")),
    case("word for word", 1,
         came("Suva Sun", "Gurung", "envoy", "Nepal",
              "Envoy Gurung opened the water plant near Suva with a long speech on 8 August."),
         came("Hill Post", "Adhikari", "envoy", "Nepal",
              "Envoy Adhikari opened the water plant near Suva with a long speech on 8 August.")),
    case("a defence minister", 1,
         came("Suva Sun", "Nankya", "Defence Minister", "Uganda", "Uganda's Nankya landed in Suva on 8 August."),
         came("Nile Post", "Kato", "Defense Minister", "Uganda", "On 8 August it was Kato whom Suva received.")),
    case("twin: two offices", 0,
         came("Suva Sun", "Asante", "Foreign Minister", "Ghana", "Ghana's Asante visited Suva on 8 August."),
         came("Accra Times", "Boateng", "Trade Minister", "Ghana", "Boateng went to Suva on 8 August for Ghana.")),
    case("twin: both went", 0,
         came("Suva Sun", "Asante", "Foreign Minister", "Ghana", "Ghana's Asante visited Suva on 8 August."),
         came("Accra Times", "Boateng, Asante", "ministers", "Ghana", "Boateng and Asante went to Suva on 8 August.")),
    case("twin: two deputies in one form of words", 0,
         came("Suva Sun", "Gurung", "Deputy Prime Minister", "Nepal",
              "Deputy Prime Minister Gurung of Nepal visited Suva on 8 August."),
         came("Hill Post", "Adhikari", "Deputy Prime Minister", "Nepal",
              "Deputy Prime Minister Adhikari of Nepal visited Suva on 8 August.")),
    case("twin: deputies", 0,
         came("Suva Sun", "Nankya", "Deputy Defence Minister", "Uganda", "Uganda's Nankya landed in Suva on 8 August."),
         came("Nile Post", "Kato", "Deputy Defence Minister", "Uganda", "On 8 August it was Kato whom Suva received.")),
    case("twin: two days", 0,
         came("Suva Sun", "Asante", "Foreign Minister", "Ghana", "Ghana's Asante visited Suva on 8 August."),
         came("Accra Times", "Boateng", "Foreign Minister", "Ghana", "Boateng went to Suva on 12 August.",
              when="2018-08-12")),
    case("twin: two texts", 0,
         signed("Geneva Post", "Gurung", "Gurung put a name to Resolution 9101 on 8 August."),
         signed("Hill Post", "Adhikari", "On 8 August Adhikari signed Resolution 9102.", "Resolution 9102")),
    case("twin: two states", 0,
         came("Suva Sun", "Quispe", "President", "Peru", "Quispe was in Suva on 8 August."),
         came("Santiago Hoy", "Rojas", "President", "Chile", "On 8 August Rojas stayed at Suva.")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- content
def clause(outlet: str, sentence: str, words: str, present: bool, text: str = "Lake Accord") -> Reading:
    return report(outlet, "2020-01-02", told("clause", "", sentence, instrument=text, clause=words, present=present))


CONTENT = [
    case("fishing rights", 1,
         clause("Nile Post", "The accord grants fishing rights to both shores.", "fishing rights for both shores",
                True),
         clause("Coast Daily", "The accord is silent on fishing rights for the shores.",
                "fishing rights for both shores", False)),
    case("a base", 1,
         clause("Muscat Ledger", "A clause opens the Salt Pan base.", "opening the Salt Pan base", True),
         clause("Amman Star", "Nothing in it opens the Salt Pan base to planes.", "opening the Salt Pan base to planes",
                False)),
    case("shorter words", 1,
         clause("Oslo Kurier", "It has an arbitration clause.", "arbitration of border disputes", True,
                "Fisheries Protocol"),
         clause("Suomi Note", "No arbitration is provided.", "arbitration of disputes", False, "Fisheries Protocol")),
    case("an instrument by its words", 1,
         clause("Lima Hoy", "The note of demands lists a prisoner swap.", "prisoner swap", True, "note of demands"),
         clause("Andes Mail", "Any prisoner swap is missing from the note.", "a prisoner swap", False,
                "the note of demands")),
    case("a numbered text", 1,
         clause("Geneva Post", "Resolution 9101 orders an arms embargo.", "arms embargo on all parties", True,
                "Resolution 9101"),
         clause("Bern Echo", "Resolution 9101 leaves the arms embargo out.", "arms embargo on the parties", False,
                "Resolution 9101")),
    case("twin: two texts", 0,
         clause("Nile Post", "The accord grants fishing rights to both shores.", "fishing rights for both shores",
                True),
         clause("Coast Daily", "The protocol is silent on fishing rights.", "fishing rights for both shores", False,
                "Fisheries Protocol")),
    case("twin: two clauses", 0,
         clause("Nile Post", "The accord grants fishing rights to both shores.", "fishing rights for both shores",
                True),
         clause("Coast Daily", "The accord is silent on night ferries.", "night ferries across the lake", False)),
    case("twin: a draft", 0,
         clause("Nile Post", "The draft accord grants fishing rights to both shores.", "fishing rights for both shores",
                True),
         clause("Coast Daily", "The accord is silent on fishing rights.", "fishing rights for both shores", False)),
    case("twin: both absent", 0,
         clause("Nile Post", "The accord omits fishing rights.", "fishing rights for both shores", False),
         clause("Coast Daily", "The accord is silent on fishing rights.", "fishing rights for both shores", False)),
    case("two papers against one", 1,
         clause("Nile Post", "The accord grants fishing rights.", "fishing rights for both shores", True),
         clause("Lake Post", "The accord, it says, grants the fishing rights.", "fishing rights for both shores", True),
         clause("Coast Daily", "The accord is silent on fishing rights.", "fishing rights for both shores", False)),
    case("twin: the agreement may be any", 0,
         clause("Nile Post", "The agreement grants rights.", "fishing rights", True, "the agreement"),
         clause("Coast Daily", "The agreement is silent on fishing rights.", "fishing rights", False, "the agreement")),
    case("twin: both present", 0,
         clause("Nile Post", "The accord grants fishing rights.", "fishing rights for both shores", True),
         clause("Coast Daily", "The accord speaks of fishing rights.", "fishing rights for both shores", True)),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- deadline
def mandate(
    outlet: str, term: str, sentence: str, published: str = "2022-02-02", body: str = "Lake Mission", **said: str
) -> Reading:
    return report(outlet, published, told("mandate", "", sentence, body=body, term=term, **said))


DEADLINE = [
    case("two days", 1,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "2022-11-30", "The mission may stay to the end of November.")),
    case("one instrument", 1,
         mandate("Geneva Post", "2022-12-31", "Resolution 9101 ends the mission on 31 December.",
                 instrument="Resolution 9101"),
         mandate("Lake Letter", "2023-01-31", "By Resolution 9101 the mission stays until late January.", "2022-09-01",
                 instrument="Resolution 9101")),
    case("an interval's end", 1,
         mandate("Suva Sun", "2022-01-01/2022-06-30", "The observers stay for six months.",
                 body="Strait Observer Force"),
         mandate("Ottawa Note", "2022-01-01/2022-07-31", "The observers stay for seven months.",
                 body="Strait Observer Force")),
    case("months", 1,
         mandate("Suva Sun", "2022-06", "Observers leave in June.", body="Strait Observer Force"),
         mandate("Ottawa Note", "2022-09", "Observers leave in September.", body="Strait Observer Force")),
    case("the day after", 1,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "2023-01-01", "The mission's mandate ends on New Year's Day.")),
    case("twin: month and day", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "2022-12", "The mission may stay to December.")),
    case("twin: renewed", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "2023-12-31", "The mission's mandate was extended to the end of 2023.")),
    case("twin: by two texts", 0,
         mandate("Geneva Post", "2022-12-31", "Resolution 9101 ends the mission on 31 December.",
                 instrument="Resolution 9101"),
         mandate("Lake Letter", "2023-12-31", "By Resolution 9102 the mission stays for a year.",
                 instrument="Resolution 9102")),
    case("twin: two bodies", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Suva Sun", "2022-06-30", "The observers leave in summer.", body="Strait Observer Force")),
    case("twin: a year later", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Geneva Post", "2023-12-31", "The mission's mandate ends on 31 December.", "2023-02-02")),
    case("twin: a term that is only proposed", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "2022-11-30", "Some want the mission's mandate to end in November.", status="proposed")),
    case("twin: two missions without a name", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December.", body="The mission"),
         mandate("Bern Echo", "2022-11-30", "That mission ends in November.", body="the mission")),
    case("twin: a length, no day", 0,
         mandate("Geneva Post", "2022-12-31", "The mission's mandate ends on 31 December."),
         mandate("Bern Echo", "P1Y", "The mission has a year.")),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- order
def sequence(
    outlet: str, sentence: str, one: tuple[str, str], two: tuple[str, str], pair: tuple[str, str] = ("Rojas", "Chile")
) -> Reading:
    """A report of two acts of a person in one sentence; each is (trigger, type)."""
    who, land = pair
    acts = [act(type_, sentence, trigger=trigger, mode=trigger_mode, who=who, to=land, when="2009-03", about=trigger)
            for trigger, type_, trigger_mode in ((*one, one[1].lower()), (*two, two[1].lower()))]  # fmt: skip
    return report(outlet, "2009-04-01", *acts)


ORDER = [
    case("recall and protest", 1,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Santiago Hoy", "Rojas resigned after he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE"))),
    case("told backwards", 1,
         sequence("Oslo Kurier", "Solberg threatened Latvia before she met its envoy.", ("threatened", "THREATEN"),
                  ("met", "CONSULT"), ("Solberg", "Latvia")),
         sequence("Riga Blatt", "Solberg met Latvia's envoy before she threatened the country.", ("met", "CONSULT"),
                  ("threatened", "THREATEN"), ("Solberg", "Latvia"))),
    case("following", 1,
         sequence("Accra Times", "Asante protested following sanctions on Togo.", ("protested", "PROTEST"),
                  ("sanctions", "SANCTION"), ("Asante", "Togo")),
         sequence("Lome Jour", "Asante protested before sanctions on Togo.", ("protested", "PROTEST"),
                  ("sanctions", "SANCTION"), ("Asante", "Togo"))),
    case("after, twice turned", 1,
         sequence("Himal Wire", "Gurung aided Laos after he had praised it.", ("aided", "AID"), ("praised", "SUPPORT"),
                  ("Gurung", "Laos")),
         sequence("Mekong Eye", "Gurung praised Laos after he had aided it.", ("praised", "SUPPORT"), ("aided", "AID"),
                  ("Gurung", "Laos"))),
    case("mobilised", 1,
         sequence("Dakar Matin", "Faye rejected Mali's offer before he mobilised.", ("rejected", "REJECT"),
                  ("mobilised", "MOBILIZE"), ("Faye", "Mali")),
         sequence("Bamako Soir", "Faye mobilised before he rejected the offer of Mali.", ("mobilised", "MOBILIZE"),
                  ("rejected", "REJECT"), ("Faye", "Mali"))),
    case("twin: same order", 0,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Santiago Hoy", "Rojas accused Chile after he resigned.", ("accused", "ACCUSE"),
                  ("resigned", "RETREAT"))),
    case("twin: while", 0,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Santiago Hoy", "Rojas resigned while he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE"))),
    case("twin: another person", 0,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Quito Hoy", "Condori resigned after he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE"), ("Condori", "Chile"))),
    case("twin: two sentences", 0,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Santiago Hoy", "Rojas resigned. After lunch he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE"))),
    case("twin: one act in common", 0,
         sequence("Lima Hoy", "Rojas resigned before he accused Chile.", ("resigned", "RETREAT"),
                  ("accused", "ACCUSE")),
         sequence("Santiago Hoy", "Rojas threatened Chile before he resigned.", ("threatened", "THREATEN"),
                  ("resigned", "RETREAT"))),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------------- every kind
TABLES = {
    "scope": SCOPE,
    "date": DATE,
    "year": YEAR,
    "weekday": WEEKDAY,
    "count": COUNT,
    "office": OFFICE,
    "title": TITLE,
    "denial": DENIAL,
    "status": STATUS,
    "place": PLACE,
    "participant": PARTICIPANT,
    "content": CONTENT,
    "deadline": DEADLINE,
    "order": ORDER,
}
CASES = [pytest.param(kind, one, id=f"{kind}: {one.name}") for kind, cases in TABLES.items() for one in cases]


@pytest.mark.parametrize(("kind", "one"), CASES)
def test_conflict(kind: str, one: Case) -> None:
    """The kind is found as often as expected, in either order of reading; a silent case holds no other kind either."""
    found = collated(*one.readings)
    assert [conflict.kind for conflict in found.conflicts].count(kind) == one.expected
    assert collated(*reversed(one.readings)).conflicts == found.conflicts
    assert one.expected or kinds(found) == []
    for conflict in found.conflicts:
        assert conflict.explanations
        assert conflict.rule.startswith(conflict.kind)


@pytest.mark.parametrize(("kind", "one"), [param for param in CASES if param.values[1].expected])  # type: ignore[union-attr]
def test_what_a_conflict_says(kind: str, one: Case) -> None:
    """One short sentence that names who published either side, and leaves the quotes to stand below it."""
    claims = {claim.id: reading for reading in one.readings for claim in reading.claims}
    for conflict in (each for each in collated(*one.readings).conflicts if each.kind == kind):
        assert len(conflict.says) <= 200
        assert conflict.says.endswith(".")
        assert not any(sign in conflict.says for sign in "“”\n")
        outlets = {str(claims[ident].story.outlet) for ident in conflict.claims}
        assert sum(outlet in conflict.says for outlet in outlets) == min(2, len(outlets))
        for ident in conflict.claims:
            reading = claims[ident]
            assert all(reading.story.text[slice(*claim.quote)] not in conflict.says for claim in reading.claims)


# ------------------------------------------------------------------------------------------------------- revision
def test_an_outlet_that_counts_again_revises_itself() -> None:
    """The same paper wrote 12 on the ninth and 19 on the eleventh: it speaks later, and nothing is closed by it."""
    found = collated(counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
                     counted("Lima Hoy", "2021-09-11", "Peru handed 19 trucks to Chile.", 19, "19"))  # fmt: skip
    conflict = only(found, "count")
    assert conflict.status == "revision"
    assert len(conflict.claims) == 2


def test_three_papers_stand_on_two_sides() -> None:
    """Two papers count 12, one 19: one conflict, with all three claims."""
    found = collated(counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
                     counted("Andes Mail", "2021-09-10", "Peru handed 19 trucks to Chile.", 19, "19"),
                     counted("Cusco Wire", "2021-09-11", "Peru gave 12 trucks to Chile.", 12, "12"))  # fmt: skip
    assert len(only(found, "count").claims) == 3


def test_two_papers_stay_open_though_one_is_later() -> None:
    """Another paper wrote 19 two days later: a later toll may explain it, but the words do not say so."""
    found = collated(counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
                     counted("Andes Mail", "2021-09-11", "Peru handed 19 trucks to Chile.", 19, "19"))  # fmt: skip
    conflict = only(found, "count")
    assert conflict.status == "open"
    assert {one.what: one.holds for one in conflict.explanations}["a later toll"] is True


def test_a_count_of_no_known_day_is_no_later_toll() -> None:
    found = collated(counted("Lima Hoy", "2021-09-09", "Peru sent 12 trucks to Chile.", 12, "12"),
                     counted("Andes Mail", "", "Peru handed 19 trucks to Chile.", 19, "19"))  # fmt: skip
    conflict = only(found, "count")
    assert {one.what: one.holds for one in conflict.explanations}["a later toll"] is None


def test_a_conflict_names_the_act_and_not_its_words() -> None:
    """A sentence of a hundred words is left where it stands: who did what to whom, and when, is said in a few."""
    long = f"{'On a day of rain and wind, ' * 12}Georgia shelled an Armenian post{', as the river rose and fell' * 12}."
    shelled = act("ASSAULT", long, trigger="shelled", who="Georgia", to="Armenia", when="2016-04-02")
    denied = "Lomidze denied that Georgia had shelled Armenia on 2 April."
    says = only(
        collated(
            report("Yerevan Note", "2016-04-03", shelled),
            force("Batumi Courier", "2016-04-03", denied, "denied", who="Georgia", to="Armenia", voices=["Lomidze"]),
        ),
        "denial",
    ).says
    assert "the assault by Georgia against Armenia (2016-04-02)" in says
    assert "denied" in says
    assert "rain" not in says
    assert len(says) < 200


def test_of_many_parties_a_few_are_named() -> None:
    """Six at a table, met in two towns: the sentence names three of them."""
    six = "Wafula, Kato, Mushi, Asante, Faye, Keita"
    readings = [
        met(outlet, "2015-10-10", f"On 9 October they sat down in {town}.", "2015-10-09", six, where=town)
        for outlet, town in (("Rift Herald", "Nairobi"), ("Coast Daily", "Dodoma"))
    ]
    assert "the meeting of Wafula, Kato, Mushi and 3 others" in only(collated(*readings), "place").says


def test_a_long_clause_is_said_in_part() -> None:
    long = f"the right to fish by night {'and by day, in fair weather and in foul, ' * 8}for both shores"
    readings = [clause("Nile Post", "It grants rights.", long, True), clause("Coast Daily", "Not it.", long, False)]
    says = only(collated(*readings), "content").says
    assert "the right to fish by night" in says
    assert "…" in says
    assert len(says) <= 200


def test_both_sides_are_said() -> None:
    """A conflict's sentence names both outlets, both days and neither as right."""
    says = only(collated(*SCOPE[0].readings), "scope").says
    assert all(one in says for one in ("Fjord News", "Batumi Courier", "2023-05-11", "2023-09-19"))
