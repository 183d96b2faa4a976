"""Vocabularies and what hangs on any row: attributes and the log of changes (metadata)."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id


@dataclass(kw_only=True, slots=True)
class Metadata:
    """One change to one field, as HSDS logs it. `updated_by` is a role, never a person."""

    id: str = field(default_factory=new_id)
    resource_type: str | None = None
    last_action_date: str | None = None
    last_action_type: str | None = None
    field_name: str | None = None
    previous_value: str | None = None
    replacement_value: str | None = None
    updated_by: str | None = None


@dataclass(kw_only=True, slots=True)
class Taxonomy:
    id: str = field(default_factory=new_id)
    name: str = ""
    description: str = ""
    uri: str | None = None
    version: str | None = None
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class TaxonomyTerm:
    id: str = field(default_factory=new_id)
    code: str | None = None
    name: str = ""
    description: str = ""
    parent_id: str | None = None
    taxonomy: str | None = None
    taxonomy_detail: Taxonomy | None = None
    language: str | None = None
    term_uri: str | None = None
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Attribute:
    """Links a term to the row it stands in. Terms of our own taxonomies travel in
    `Record.terms` instead; here are those of anybody else's."""

    id: str = field(default_factory=new_id)
    link_type: str | None = None
    link_entity: str | None = None
    value: str | None = None
    label: str | None = None
    taxonomy_term: TaxonomyTerm | None = None
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class MetaTableDescription:
    """Describes the tables of a tabular package; has no place in JSON."""

    id: str = field(default_factory=new_id)
    name: str | None = None
    language: str | None = None
    character_set: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
