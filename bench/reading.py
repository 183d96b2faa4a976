"""How many years of school a text asks for: Flesch-Kincaid (Kincaid and others, 1975) with a
counter of syllables of our own. Such figures only rank what to look at; people decide.

`python -m bench.reading` tells the means and the hardest sentences of the public pages;
`tests/pages/test_reading.py` holds the limits.
"""

import re
from collections.abc import Iterable
from statistics import mean

from tests import catalogue

# Where public sentences stand; what is only for those who work here is graded apart.
PUBLIC = (
    "templates/base", "templates/components/", "templates/pages/", "templates/plan/",
    "templates/submissions/", "templates/email/", "pages/", "finding/", "plan/", "submissions/",
    "web/", "listings/shown/", "listings/hours/words.py", "listings/doubted.py",
)  # fmt: skip
CRISIS = ("templates/components/crisis", "templates/pages/crisis", "listings/shown/crisis.py")
PARTS = {
    "all public pages and letters": PUBLIC,
    "crisis help": CRISIS,
    "home, results, listings, texts": ("templates/pages/", "pages/", "finding/"),
    "words about listings": ("listings/shown/", "listings/hours/words.py"),
    "mix, guides and plan": ("templates/plan/", "plan/"),
    "sending a listing": ("templates/submissions/", "submissions/"),
    "behind the sign-in": (
        "templates/moderation/",
        "templates/accounts/",
        "moderation/",
        "accounts/",
    ),
}
LIMITS = {"all public pages and letters": 6, "crisis help": 4}
HARDEST = 25

# Words that the rule below counts wrongly and that we use.
SYLLABLES = {
    "someone": 2, "somewhere": 2, "something": 2, "anyone": 3, "website": 2, "websites": 2,
    "every": 2, "area": 3, "areas": 3, "people": 2, "crisis": 2, "phone": 1, "online": 2,
    "video": 3, "volunteer": 3, "volunteers": 3, "being": 2, "science": 2, "period": 3,
    "business": 2, "somebody": 3, "different": 3, "listed": 2, "cookies": 2, "cookie": 2,
    "paint": 1, "wednesday": 2, "client": 2, "quiet": 2, "trial": 2, "care": 1, "used": 1,
}  # fmt: skip
FILLED = {"number": "988", "country": "Peru", "place": "Leeds", "n": "12"}


def syllables(word: str) -> int:
    word = word.lower().strip("'’")
    if word in SYLLABLES:
        return SYLLABLES[word]
    if not re.search("[a-z]", word):
        return 1
    spoken = re.sub(r"(?<=[^aeiouyl])e(s|d)?$|(?<=[aeiouy]l)es?$", "", word)
    groups = re.findall("[aeiouy]+", spoken)
    if re.search("[td]ed$", word):
        groups.append("e")
    if re.search("(s|x|z|ch|sh|[cg])es$", word):
        groups.append("e")
    return max(1, len(groups))


def grade(text: str) -> float:
    """The school grade of a text of whole sentences."""
    sentences = [part for part in re.split(r"[.?!:]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9'’]+", text)
    per_word = mean(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


def grade_by_letters(text: str) -> float:
    """The Automated Readability Index (Senter and Smith, 1967): letters instead of syllables, so
    that a slip of our counter shows as a gap between the two."""
    parts = [part for part in re.split(r"[.?!:]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9'’]+", text)
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(parts) - 21.43


def sentences(*folders: str) -> list[str]:
    """What the program says in these files, as people see it: places filled, four words or more
    (a label of two words has no grade)."""
    found = []
    for message in catalogue.spoken():
        if message.id and any(file.startswith(folders) for file, _ in message.locations):
            words = re.sub(r"%\((\w+)\)s", lambda m: FILLED.get(m[1], "it"), str(message.id))
            if len(words.split()) >= 4:
                found.append(words.replace("%%", "%"))
    return sorted(found)


def mean_grade(texts: Iterable[str]) -> float:
    """Of running text: each sentence counts by its words, as a reader meets them."""
    return grade(joined(texts))


def joined(texts: Iterable[str]) -> str:
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts)


def whole(texts: Iterable[str]) -> list[str]:
    """Without labels and headings, which are short and pull every mean down."""
    return [text for text in texts if text[-1] in ".?!”"]


def main() -> None:
    print(
        f"{'':32}{'texts':>6}{'words':>7}{'grade':>7}{'sentences':>11}{'letters':>9}{'at most':>9}"
    )
    for name, folders in PARTS.items():
        texts = sentences(*folders)
        words = sum(len(text.split()) for text in texts)
        running = whole(texts)
        print(
            f"{name:32}{len(texts):6}{words:7}{mean_grade(texts):7.1f}{mean_grade(running):11.1f}"
            f"{grade_by_letters(joined(running)):9.1f}{LIMITS.get(name, ''):>9}"
        )
    print(
        "\nsentences: of whole sentences only, without labels. letters: these by the other formula."
    )
    print("\nThe hardest of the public ones:")
    for text in sorted(sentences(*PUBLIC), key=grade, reverse=True)[:HARDEST]:
        print(f"{grade(text):5.1f}  {text}")


if __name__ == "__main__":
    main()
