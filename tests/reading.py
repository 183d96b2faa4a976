"""How many years of school a text asks for: Flesch-Kincaid (Kincaid and others, 1975) with a
counter of syllables of our own. Such figures only rank what to look at; people decide.

`python -m tests.reading` lists the hardest sentences of the program.
"""

import re
from collections.abc import Iterable
from statistics import mean

from tests import catalogue

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
    return grade(" ".join(text if text[-1] in ".?!" else f"{text}." for text in texts))


if __name__ == "__main__":
    everything = sentences("")
    print(f"mean of {len(everything)} texts: {mean_grade(everything):.1f}")
    for text in sorted(everything, key=grade, reverse=True)[:40]:
        print(f"{grade(text):5.1f}  {text}")
