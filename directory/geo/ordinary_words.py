"""Words that name towns and are far more often something else in a sentence about help.

"Hope", "Reading" and "Mobile" are towns. In "hope after loss", "reading group" and "mobile clinic"
they are not. Such a word is a place only after "near", or with a capital after "in", or with its
state. Words of three letters or fewer are treated so without being listed.
"""

from directory.geo.folding import fold

ENGLISH = """
advance alabaster angers apache apex april along alpha alpine art ash ashes august
bacon badger bake ball bank banks banning barbados bare barber basic bath battle bay beach
beacon bear bed beer begun bell bells bend best bird blessing blossom bolder bone bones boom
boundary bow brain bread bridge bright broad broadway brook brooks brush buckle burns bury
butterfly buy cactus cafe can carp cascade cat center centers central centre centres century chad
chamberlain chance charity chase cheddar chess china christmas church circle city clay clever clubs
coach coal college combine combined come comfort common community continental converse cool corn
cottage crisis cross crystal cutoff cypress date deal dean deep deer defiance delight delta dent
diamond dice dig dime dollar dome downside dragon drain drama draw drew driver drug drugs early
earth eagle easter economy effort emerald energy enigma enterprise experiment eye eyes fame fate
federal fern field fields filer fisher fleet florin flushing forest forks fort forth fortune
fountain fox free freedom freeland frame friend friendly friends friendship fuller gap garden
gardens gate gateway gay girls glide glory goes gold golden good grace grain grand grant grants
grave gray great green grenade grove guide guinea gun gym halfway happy happiness harbor hard
harvest hatch haven hazard hazel heart heavener height help helper hero hill hills hit hobby
holder holiday holly home homer honey hook hooks hope hopes hop horn horse host hot house hub
hungary hunt hunter hurt ideal image independence industry inn iron island ivy jam jersey jewel
joy joyce jump junction june justice keystone kill kissing knight lake lamp lance landing landmark
law lead leaf legacy lend lens liberal liberty life light lilac lily lime lion live load loaf
locking log logan lone long loop loss lost love loving low luck lucky made magenta mail make male
man manage manger manna manor maple many march mare marks mars mason may meadow meadows media
mentor mercer mercy mere meridian mesa metro mexico mile miles mill millions mind mine minor mission
mixer mobile mold monster monument moon moral most mould mount mountain much music mustang name
narrows nation need needles needmore new night nice nobles normal north notice novice nurse oak
oaks oasis odd off officer oil old onset open opera opportunity oracle orange orchard outlook page
pace paint palm panorama paradise park part path peace peach pear peculiar peer pen penguin
people pet pets pill pine pink pioneer place plain plains plant plenty plum police pond pony pool
poor pop pope porter pose post power pray prairie present price pride prince print pristine
progress prospect pull pump punch purchase puzzle quick quiet rain rainbow ranch range
ranger raven reach read reader reading real rear reform refuge regent rehab relief rescue research
reserve reservoir rest retreat rice rich ridge ring rise rising river road roads rock rocks roles
rome roof room rose roses rough round roundup royal run rush sage sail saint sale salmon salt same
sand sandwich sandy satellite savage save say scissors sea search sell semi send sense service
settle seven shape share sharp sheds shelter shield shields shine shop short show sick silver
single sink six ski sleep slow smart smile snowflake social solid solo son sons soul soup
south spark special speed spirit split spoken spring springs spruce square stage stamps star stars
start state states station steady steep sterling still stock stone stones story strange strawberry
stream street strength stress strong study success sugar suit suite summer summit sun sunday
sunflower sunlight sunny sunrise sunset superior support surf surprise surrender swan sway sweet
swift table talk tame tan tangent tangerine tango tape taps tea teacher telephone temple ten than
thermal think thorn thunderbolt thursday tide tiger time tire tool top torn tour tower town trail
trails training trial triangle trident trim trinity troy truth tuesday tulip turbo turkey turn
twin two type union unity universal university upland urban usual vale valley value van
vera very veteran veterans vice victory view village vine violet vision vista volcano wade waiting
wake walk walker wall walls wallet ward warm wash water waterfall waters way waves wedding weed
weeks welcome well wellness wells west whale wheel white wide wild will willow willows wind
window winds wine wing wings winner winter wise wish woman wonder wood woods wool word work works
world worth yoga you young youth zoom
"""

GIVEN_NAMES = """
adam adams albert alex alexander alice allen allison andrea andrew anderson angela anna anne
anthony arnold ashley ashton bailey barbara barry bartlett ben benjamin bernie beverly
brad bradley brandon brian brooke bruce bryan caroline carson casey chelsea cherry chester chloe
chris christian christopher claire clara claude claudio clint clinton clyde colin connor corinna
courtney craig crystal cyril cyrus daniel daniels darwin david dawn dawson denise dennis dexter
diana donald dorothy douglas duncan dylan earl eden edgar edison edward edwards elaine elizabeth
ella ellen elliott emma emily eric ethan eugene evelyn faith frances francis frank franklin fraser
fred gary gavin george gerald gilbert gordon grayson gregory harlan harper harris harrison harry
harvey heather helen henry herbert holly howard hudson hugo ian irene iris isaac isabel jack
jacob jake james jamie jane jasmine jason jasper jay jean jeff jenkins jennifer jenny jeremy
jerome jesse jessica jessup jo john johnson jonathan jordan joseph josephine joshua joy juan judith
julia julian justin karen kate katy keith kelly kelvin kendall kenneth kenny kevin kim kimberly
kyle lauren laura lawrence leah lee leigh leo leon leonard leslie lewis liam linda lindsay lisa
lloyd logan lorenzo louis louisa louise lucas lucy luis luke lynn mabel malcolm manuel marco
marcus margaret maria marie marion mark marshall martha martin marvin mary mason matthew maurice
max maxwell megan melissa michael miles milton mitchell mohamed molly morgan morris moses murphy
murray nancy natalia natalie nathan neil nelson nicholas nico nicole nigel noah nora norman oliva
oliver olivia oscar owen pablo pamela patricia patrick paul paula pedro penny perry peter philip
phillip piper porter quinn rachel ralph ramon ray raymond rebecca reed reid rex rhonda ricardo
richard riley rita robert roberta roberts robertson robin roger roland roman ronald rosa rose ross
roy ruby rudy russell ruth ryan sabrina sally sam samantha samuel sandra sarah saul scott sean
sebastian selma serena shannon sharon shawn shelby sheldon shelley sherman sidney simon smith
sofia sophia sophie spencer stacy stanley stella stephen sterling steven stewart stuart susan
sylvia tanya tara taylor teresa terry theodore theresa thomas tim timothy tina todd tom
tony tracy travis trent trevor troy tyler tyrone valerie vanessa vera vernon veronica victor
vincent vivian vladimir wallace walter wanda warren watson wayne wendy wesley william williams
wilson winston xavier yvonne zachary zoe
"""

SPANISH = """
abierto abril agua aguas ahora alegría alma alta alto amor amiga amigo amigos año apoyo arte
ascensión avance ayuda bajo bella bello bien blanca blanco bosque buena buenas bueno calma camino
campo canto capilla carmen casa casas centro chica cielo ciudad clara cocina comida como compañía
concepción consuelo corazón costa cruz dolor dolores duelo dulce el ella en encuentro enero
esperanza este estrella familia fe feliz fiesta flor flores fortuna fuente fuerte gloria gracia
gracias gran grande grupo hermosa hermosillo hogar hoy independencia ira isla joven juárez jardín
la lago laguna las libertad libre linda llama los luna luz madera madre maestro mañana mar marea
mares mejor mercado mercedes mesa mesas mía milagro milagros miel mina monte morada muerte mujer
mundo naranjo negro niña noche norte nueva nuevas nuevo oeste padre palma palmas palo pan paraíso
para parque paz piedra piedras playa plaza poder por pozo primavera progreso puente puerta puerto
reforma refugio remedios reposo rey rincón río risa rosa rosales rosario sal sala salud san santa
santo sierra sol sola soledad solo sombra sur tarde tierra toro torre torres trabajo trinidad
triunfo una unidad unión universidad valle ventana vera verde verdad vida vista
daño gente viva voluntad volver zona
"""

FUNCTION_WORDS = """
a about after all am an and any anyone are around as ask at be because been before being between
but by call can care close could dad day days did do does done down each else ever every everyone
find for from get give go going group groups had has have he hear her here him his home how i if
in into is it its just keep kids know less let like little live living look looking lot me meet
meeting mental more mum mom my near nearby never next no not now of off on once one online only or
other our out over own parent parents people person plan please put right safe school see she
should some somebody someone something soon speak spoken start stay still stop such take talk tell
than that the their them then there these they thing things this those time to today together
tonight too tried try trying under until up us use want was we week were what when where which
who whole whose why will wife with within without work would year years yes yet your
al algo alguien allí antes aquí así aún cada casi cerca con cual cuando de del desde donde dos
entre eres es esa ese eso esta está estar estos estoy fue ha hace hacer hacia hasta hay he le les
lo me mi mí mis mucho muy nada nadie necesito ni no nos nosotros nuestra o otra otro pero poco
porque puedo que qué quién quiero se sea sentir ser si sí sido siempre sin sobre son soy su sus
también tan te tengo tiene todo todos tu tus un unos ver y ya yo
"""
"""Never places, whatever stands before them: "near me", "in my school", "cerca de mi casa"."""


def _folded(*texts: str) -> frozenset[str]:
    return frozenset(fold(word) for text in texts for word in text.split())


NEVER = _folded(FUNCTION_WORDS)
ORDINARY = _folded(ENGLISH, GIVEN_NAMES, SPANISH) | NEVER
