"""What it costs, in figures where there are any. Not known is said, never taken for free."""

from directory.listings.classification import labels
from directory.listings.messages import N_
from directory.listings.record import CostOption, Record
from directory.listings.shown.reader import Reader


def cost_line(record: Record, reader: Reader) -> str:
    """One line for a card."""
    words = labels("cost", record.terms.get("cost", []), reader.language)
    amounts = [_amount(option, reader) for option in record.service.cost_options]
    amounts = [a for a in amounts if a and a not in words]
    if words or amounts:
        return ", ".join([*words, *amounts[:1]] if amounts[:1] != words else words)
    return reader.says(N_("Ask about the cost"))


def cost_lines(record: Record, reader: Reader) -> list[str]:
    """All that is known, for the page; empty when nothing is."""
    lines = labels("cost", record.terms.get("cost", []), reader.language)
    for option in record.service.cost_options:
        parts = (_amount(option, reader), option.option, option.amount_description)
        lines.append(": ".join(dict.fromkeys(part for part in parts if part)))
    lines += [text for text in (record.service.fees_description,) if text]
    return list(dict.fromkeys(line for line in lines if line))


def _amount(option: CostOption, reader: Reader) -> str:
    if option.amount is None:
        return ""
    if option.amount == 0:
        return reader.says(N_("Free"))
    return reader.money(option.amount, option.currency)
