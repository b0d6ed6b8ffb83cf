"""The small words in names, folded, in the scripts they come in: articles, sons, titles, legal forms, numbers."""


def _words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def _values(*lines: str) -> dict[str, int]:
    """Each word of a line → the number of the line."""
    return {word: number for number, line in enumerate(lines) for word in line.split()}


SURE_ARTICLES = _words("al el ul ال آل аль эль")
# With the next consonant taken on: *as-S…*, *an-N…*, *эр-Р…*.
ARTICLES = SURE_ARTICLES | _words(
    "ar as ash at ad an az ach asch ed es esh et er ez ech en ас аш ат ад ан ар аз эс эш эт эд эн эр эз"
)
SONS = _words("bin ibn ben bint bn oglu ould wuld bar ولد بن ابن بنت бин бен ибн בן בר")
NOBLE = _words("von van der den de da di do dos das du del della la le af av ter zu y e фон де ван")
TITLES = _words(
    """mr mrs ms miss mme monsieur dr prof sir dame lord lady sheikh shaikh shaykh sheik cheikh sayyid sayed seyed
    seyyed syed haji hajji hajj hadj mullah mawlawi maulvi gen general col colonel maj major lt lieutenant
    capt captain brig brigadier marshal admiral adm president prasident presidente premier minister ambassador
    king queen prince princess emir judge justice father rev pope patriarch jr sr"""
)
PERSONAL = NOBLE | TITLES | SONS
SMALL = _words("the of and for in on to at de la le les du des der die das und et el los las y e")
LEGAL_FORMS = _words(
    """ag ltd limited llc inc incorporated corp corporation co company gmbh kg sa sas sarl plc spa srl bv nv oy ab as
    asa oao ooo zao pao ao jsc ojsc pjsc cjsc aktiengesellschaft bhd pte pty se"""
)
JOINED_TO_THE_LEFT = _words(
    "allah ullah ollah الله din deen dine eddin eddine uddin دین دين алла дин islam اسلام إسلام"
)
JOINED_TO_THE_RIGHT = _words("abd abdel abdul abdal abdoul abdur عبد абд абдель абдул абдуль abu abou abi ابو أبو абу")
REGNAL = {
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xii": 12, "xiii": 13, "xiv": 14,
    "xvi": 16, "xxiii": 23,
}  # fmt: skip
UNITS = _values(
    "zero", "one first", "two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
    "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth", "thirteen thirteenth",
    "fourteen fourteenth", "fifteen fifteenth", "sixteen sixteenth", "seventeen seventeenth", "eighteen eighteenth",
    "nineteen nineteenth",
)  # fmt: skip
TENS = _values(
    "", "", "twenty twentieth", "thirty thirtieth", "forty fortieth fourty", "fifty fiftieth", "sixty sixtieth",
    "seventy seventieth", "eighty eightieth", "ninety ninetieth",
)  # fmt: skip
# Nouns that make up the names of bodies: a name of nothing else says which body only together with its state.
COMMON_NOUNS = _words(
    """agency air armed army assembly authorities authority base border bureau cabinet central chamber coast command
    commission committee congress council court defence defense delegation department directorate embassy
    federal finance force forces foreign general government guard health house intelligence interior internal
    investigative joint justice main military ministry mission national navy naval office opposition
    parliament party police presidency presidential prime prosecutor public security senate service staff
    state supreme treasury union affairs agreement ceasefire memorandum resolution treaty airport airfield
    airbase port city province international garrison"""
)
