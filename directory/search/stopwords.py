"""Words that say nothing about what is looked for. They are in the index like all others and
only lose their weight in a question that holds another word. Folded, as analysis gives them."""

ENGLISH = frozenset(
    """a about after again all also am an and any anybody anyone anything are as ask at be because
    been being both but by can cant could did do does doesnt dont each else ever every few find for
    from get getting give go going gonna good got had has have having he hello help her here hers
    hi him his how i id if ill im in into is isnt it its ive just kind know let lets like look
    looking lot made make many may maybe me might mine more most much my myself need needs no nor
    not now of off ok on one or other our out over own please really said same say see seem she
    should so some somebody someone something somewhere still such take tell than thank thanks
    that thats the their them then there these they thing things think this those to too through try
    trying unless until up us use very
    want wants was we well were what whats when where which while who whom whose why
    will with wont would you your yours youre nearby near best nicest place places
    service services""".split()
)
SPANISH = frozenset(
    """a al algo algun alguna alguno ante antes aqui asi ayuda ayudar aunque bajo bien buscar busco
    cada como con contra creo cual cuando cuanto de del desde donde dos e el ella ellas ellos en
    entre era es esa ese eso esta estan estar este esto estoy fue gracias ha hace hacer hay he hola
    la las le les lo los mas me mejor mi mis mucho muy nada necesita necesito ni no nos nosotros o
    otra otro para pero poco por porque pues puede puedo que quien quiere quiero se ser si sin sobre
    son soy su sus tal tambien tan te tener tengo ti tiene toda todo tu tus un una uno unos usted va
    voy y ya yo cerca""".split()
)


_BY_LANGUAGE = {"en": ENGLISH, "es": SPANISH}


def stop_words(language: str) -> frozenset[str]:
    return _BY_LANGUAGE.get(language, frozenset())


def is_stop_word(word: str, language: str) -> bool:
    return word in stop_words(language)
