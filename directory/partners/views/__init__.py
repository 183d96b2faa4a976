"""The pages on which people get keys and look after them."""

from directory.partners.views.blueprint import partners

__all__ = ["partners"]

from directory.partners.views import keys

_ = keys  # they register themselves
