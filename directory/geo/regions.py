"""Names of states, provinces and nations that the gazetteer's source knows only by code.

The codes on the left are GeoNames' first-level codes; a pair gives the code people write and the
name. Countries that are not here keep the number, without a name.
"""

REGIONS: dict[str, dict[str, tuple[str, str]]] = {
    "GB": {
        "ENG": ("ENG", "England"),
        "SCT": ("SCT", "Scotland"),
        "WLS": ("WLS", "Wales"),
        "NIR": ("NIR", "Northern Ireland"),
    },
    "CA": {
        "01": ("AB", "Alberta"),
        "02": ("BC", "British Columbia"),
        "03": ("MB", "Manitoba"),
        "04": ("NB", "New Brunswick"),
        "05": ("NL", "Newfoundland and Labrador"),
        "07": ("NS", "Nova Scotia"),
        "08": ("ON", "Ontario"),
        "09": ("PE", "Prince Edward Island"),
        "10": ("QC", "Quebec"),
        "11": ("SK", "Saskatchewan"),
        "12": ("YT", "Yukon"),
        "13": ("NT", "Northwest Territories"),
        "14": ("NU", "Nunavut"),
    },
    "AU": {
        "01": ("ACT", "Australian Capital Territory"),
        "02": ("NSW", "New South Wales"),
        "03": ("NT", "Northern Territory"),
        "04": ("QLD", "Queensland"),
        "05": ("SA", "South Australia"),
        "06": ("TAS", "Tasmania"),
        "07": ("VIC", "Victoria"),
        "08": ("WA", "Western Australia"),
    },
    "MX": {
        "01": ("AGU", "Aguascalientes"),
        "02": ("BCN", "Baja California"),
        "03": ("BCS", "Baja California Sur"),
        "04": ("CAM", "Campeche"),
        "05": ("CHP", "Chiapas"),
        "06": ("CHH", "Chihuahua"),
        "07": ("COA", "Coahuila"),
        "08": ("COL", "Colima"),
        "09": ("CMX", "CDMX"),
        "10": ("DUR", "Durango"),
        "11": ("GUA", "Guanajuato"),
        "12": ("GRO", "Guerrero"),
        "13": ("HID", "Hidalgo"),
        "14": ("JAL", "Jalisco"),
        "15": ("MEX", "State of Mexico"),
        "16": ("MIC", "Michoacán"),
        "17": ("MOR", "Morelos"),
        "18": ("NAY", "Nayarit"),
        "19": ("NLE", "Nuevo León"),
        "20": ("OAX", "Oaxaca"),
        "21": ("PUE", "Puebla"),
        "22": ("QUE", "Querétaro"),
        "23": ("ROO", "Quintana Roo"),
        "24": ("SLP", "San Luis Potosí"),
        "25": ("SIN", "Sinaloa"),
        "26": ("SON", "Sonora"),
        "27": ("TAB", "Tabasco"),
        "28": ("TAM", "Tamaulipas"),
        "29": ("TLA", "Tlaxcala"),
        "30": ("VER", "Veracruz"),
        "31": ("YUC", "Yucatán"),
        "32": ("ZAC", "Zacatecas"),
    },
}

TERRITORIES = {
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "AS": "American Samoa",
}
"""Parts of the United States whose ZIPs we hold and which GeoNames files as countries."""

STATES_IN_SPANISH = {
    "HI": "Hawái",
    "LA": "Luisiana",
    "MI": "Míchigan",
    "MO": "Misuri",
    "MS": "Misisipi",
    "NC": "Carolina del Norte",
    "ND": "Dakota del Norte",
    "NH": "Nuevo Hampshire",
    "NJ": "Nueva Jersey",
    "NM": "Nuevo México",
    "NY": "Nueva York",
    "OR": "Oregón",
    "PA": "Pensilvania",
    "SC": "Carolina del Sur",
    "SD": "Dakota del Sur",
    "TX": "Tejas",
    "WV": "Virginia Occidental",
}

ALSO_CALLED = {
    "US": ("USA", "U.S.", "United States of America", "America", "EE. UU.", "EEUU"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain"),
    "IE": ("Republic of Ireland", "Eire"),
    "NL": ("Holland", "The Netherlands"),
    "AE": ("UAE",),
    "CZ": ("Czech Republic",),
    "NZ": ("Aotearoa",),
}
"""Other names of countries."""

NICKNAMES = {
    ("US", "NY", "New York City"): ("New York", "NYC", "Nueva York", "New York"),
    ("US", "CA", "San Francisco"): ("SF", "San Fran", "Frisco"),
    ("US", "CA", "Los Angeles"): ("LA", "L.A."),
    ("US", "DC", "Washington"): ("DC", "Washington DC"),
    ("US", "PA", "Philadelphia"): ("Philly", "Filadelfia"),
    ("US", "NV", "Las Vegas"): ("Vegas",),
    ("US", "MN", "Minneapolis"): ("Twin Cities", "Mpls"),
    ("US", "UT", "Salt Lake City"): ("SLC",),
    ("US", "NM", "Albuquerque"): ("ABQ",),
    ("US", "LA", "New Orleans"): ("NOLA",),
}
"""What people call a city, by country, state code and the name our source gives it."""

OUR_COUNTRIES = ("US", "GB", "CA", "AU", "IE", "NZ")
"""Where the directory's seed lies: their towns count ten times when names compete."""
