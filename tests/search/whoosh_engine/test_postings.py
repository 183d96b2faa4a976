"""Reading and writing whole blocks gives what Whoosh gives one posting at a time."""

from pathlib import Path

import numpy as np
import pytest

from bench.search.corpus import Corpus
from directory.search.rows import row_of
from directory.search.whoosh_engine import WhooshEngine, postings
from directory.search.whoosh_engine.build import Builder
from directory.search.whoosh_engine.index import Generation
from directory.search.whoosh_engine.segment import Segment
from directory.search.whoosh_engine.storage import Disk
from tests.search.making import make_query


def written(folder: Path, size: int) -> Segment:
    builder = Builder()
    for document in Corpus(size).documents():
        builder.add(row_of(document))
    generation = Generation.create(folder, Disk())
    generation.commit(builder.finish())
    ((segment, _),) = generation.contents().segments
    return generation.open(segment)


def everything(segment: Segment) -> dict[bytes, tuple[list[int], list[float]]]:
    found = {}
    for at in range(len(segment.stems)):
        documents, weights = segment.read_postings(segment.stems.bytes(at))
        found[segment.stems.bytes(at)] = (documents.tolist(), weights.tolist())
    return found


def test_this_is_the_version_whose_blocks_are_known() -> None:
    assert postings.KNOWN, "the pinned version of whoosh3 moved: look at its blocks again"


@pytest.mark.parametrize("block", [16, 4096])
def test_both_ways_of_writing_and_reading_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(postings, "BLOCK", block)
    fast = written(tmp_path / "fast", 120)
    expected = everything(fast)
    monkeypatch.setattr(postings, "KNOWN", False)
    assert everything(fast) == expected, "read one by one, written in blocks"
    slow = written(tmp_path / "slow", 120)
    assert everything(slow) == expected, "written one by one"
    monkeypatch.setattr(postings, "KNOWN", True)
    assert everything(slow) == expected, "read in blocks, written one by one"


def test_a_stem_nobody_holds_has_no_postings(tmp_path: Path) -> None:
    documents, weights = written(tmp_path / "one", 3).read_postings(b"no such stem")
    assert len(documents) == len(weights) == 0


def test_a_row_read_back_is_the_row_that_was_written(tmp_path: Path) -> None:
    rows = {document.id: row_of(document) for document in Corpus(80).documents()}
    segment = written(tmp_path / "one", 80)
    for at in range(segment.count):
        read, meant = segment.row(at), rows[segment.id(at)]
        assert read.texts == [(mark, lang, list(said)) for mark, lang, said in meant.texts]
        assert sorted(read.names) == sorted(set(meant.names))
        assert read.completeness == pytest.approx(meant.completeness)
        for name in ("revision", "facets", "spots", "checked", "lower_after", "hide_after"):
            assert getattr(read, name) == getattr(meant, name)


def test_small_segments_are_merged_and_answers_stay(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index", synonyms=())
    engine.rebuild([])
    documents = list(Corpus(100).documents())
    for document in documents:
        engine.apply([(document.id, document, document.revision)])
    snapshot = engine._current()
    assert len(snapshot.parts) <= 16
    assert sum(part.count for part in snapshot.parts) == len(documents)
    merged = engine.find(make_query("topic", per_page=100, lapsed=True))
    engine.rebuild(documents)
    whole = engine.find(make_query("topic", per_page=100, lapsed=True))
    assert merged.total == whole.total
    assert merged.counts == whole.counts
    scores = {hit.listing_id: hit.score for hit in whole.hits}
    for hit in merged.hits:
        assert hit.score == pytest.approx(scores[hit.listing_id], rel=1e-3)
    engine.close()


def test_what_is_decoded_is_kept_within_its_bytes(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index", synonyms=(), terms_bytes=2_000)
    engine.rebuild(Corpus(200).documents())
    for word in Corpus(200).words[:60]:
        engine.find(make_query(word, correct=False))
    held = sum(one.bytes for one in engine._terms._held.values())
    assert held <= 2_000 or len(engine._terms._held) == 1
    assert engine._terms._bytes == held
    engine.close()


def test_arrays_are_mapped_and_not_copied(tmp_path: Path) -> None:
    segment = written(tmp_path / "one", 50)
    for name, array in segment.columns.arrays.items():
        assert not array.flags.owndata, name
        assert not array.flags.writeable, name
    assert isinstance(segment["id"], np.ndarray)
