package org.andiron.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProofTest {

  private static final int LARGEST = 64;

  private static final PlainTree ALL = PlainTree.ofSize(LARGEST);
  private static final Prover PROVER = new Prover(RememberedNodes.of(ALL));

  /** A tree of any size all of whose leaves are the same. */
  private static final NodeHashes UNIFORM =
      nodes -> nodes.stream().map(node -> uniform(node.level())).toList();

  private static final List<Hash> UNIFORM_LEVELS = new ArrayList<>(List.of(PlainTree.leaf(0)));

  private static Hash uniform(int level) {
    while (UNIFORM_LEVELS.size() <= level) {
      Hash below = UNIFORM_LEVELS.get(UNIFORM_LEVELS.size() - 1);
      UNIFORM_LEVELS.add(Hash.ofNode(below, below));
    }
    return UNIFORM_LEVELS.get(level);
  }

  private static List<Hash> hashes(String... hex) {
    return List.of(hex).stream().map(HexFormat.of()::parseHex).map(Hash::of).toList();
  }

  @Test
  void inclusionProofsAreThoseThatOthersPublished() {
    Prover prover = new Prover(RememberedNodes.of(MerkleTreeTest.known()));
    assertThat(prover.inclusion(0, 1).path()).isEmpty();
    assertThat(prover.inclusion(0, 8).path())
        .isEqualTo(
            hashes(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(prover.inclusion(5, 8).path())
        .isEqualTo(
            hashes(
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    assertThat(prover.inclusion(2, 3).path())
        .isEqualTo(hashes("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
    assertThat(prover.inclusion(1, 5).path())
        .isEqualTo(
            hashes(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
  }

  @Test
  void consistencyProofsAreThoseThatOthersPublished() {
    Prover prover = new Prover(RememberedNodes.of(MerkleTreeTest.known()));
    assertThat(prover.consistency(1, 1).path()).isEmpty();
    assertThat(prover.consistency(1, 8).path())
        .isEqualTo(
            hashes(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(prover.consistency(6, 8).path())
        .isEqualTo(
            hashes(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    assertThat(prover.consistency(2, 5).path())
        .isEqualTo(
            hashes(
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
  }

  @Test
  void eachLeafIsProvedInEachTree() {
    for (int size = 1; size <= LARGEST; size++) {
      PlainTree tree = ALL.first(size);
      TreeHead head = tree.head();
      for (int index = 0; index < size; index++) {
        InclusionProof proof = PROVER.inclusion(index, size);
        assertThat(proof).isEqualTo(new InclusionProof(index, size, tree.path(index)));
        for (int leaf = 0; leaf < size; leaf++) {
          assertThat(proof.proves(ALL.leaves().get(leaf), head)).isEqualTo(leaf == index);
        }
      }
    }
  }

  @Test
  void eachTreeIsProvedToBeEachEarlierOneGrown() {
    List<TreeHead> heads = new ArrayList<>();
    for (int size = 0; size <= LARGEST; size++) {
      heads.add(ALL.first(size).head());
      for (int first = 1; first <= size; first++) {
        ConsistencyProof proof = PROVER.consistency(first, size);
        assertThat(proof)
            .isEqualTo(new ConsistencyProof(first, size, ALL.first(size).proof(first)));
        assertThat(proof.proves(heads.get(first), heads.get(size))).isTrue();
      }
    }
  }

  @Test
  void anyTreeIsTheEmptyOneGrown() {
    TreeHead empty = ALL.first(0).head();
    TreeHead five = ALL.first(5).head();
    assertThat(PROVER.consistency(0, 0).proves(empty, empty)).isTrue();
    assertThat(PROVER.consistency(0, 5).proves(empty, five)).isTrue();
    assertThat(new ConsistencyProof(0, 5, List.of(five.root())).proves(empty, five)).isFalse();
    TreeHead notEmpty = PlainTree.head(0, five.root());
    assertThat(PROVER.consistency(0, 5).proves(notEmpty, five)).isFalse();
    assertThat(PROVER.consistency(0, 0).proves(notEmpty, empty)).isFalse();
  }

  @Test
  void aProofNeedsOneReadOfFewHashes() {
    int size = 4095;
    RememberedNodes nodes = RememberedNodes.of(PlainTree.ofSize(size));
    Prover prover = new Prover(nodes);
    for (int i = 1; i <= size; i++) {
      int calls = nodes.calls();
      int read = nodes.nodes();
      prover.inclusion(i - 1, size);
      assertThat(nodes.calls() - calls).isEqualTo(1);
      assertThat(nodes.nodes() - read).isLessThanOrEqualTo(2 * 12);
      read = nodes.nodes();
      prover.consistency(i, size);
      assertThat(nodes.calls() - calls).isLessThanOrEqualTo(2);
      assertThat(nodes.nodes() - read).isLessThanOrEqualTo(2 * 12);
    }
  }

  @Property
  void treesMayBeOfAnySize(
      @ForAll @LongRange(min = 1) long one, @ForAll @LongRange(min = 1) long other) {
    long size = Math.max(one, other);
    long first = Math.min(one, other);
    Prover prover = new Prover(UNIFORM);
    TreeHead head = PlainTree.head(size, prover.root(size));
    TreeHead earlier = PlainTree.head(first, prover.root(first));
    assertThat(prover.inclusion(first - 1, size).proves(uniform(0), head)).isTrue();
    assertThat(prover.inclusion(first - 1, size).proves(uniform(1), head)).isFalse();
    assertThat(prover.consistency(first, size).proves(earlier, head)).isTrue();
  }

  @Property
  void aChangedInclusionProofIsRefused(
      @ForAll @IntRange(min = 2, max = LARGEST) int size,
      @ForAll @IntRange(max = LARGEST - 1) int index,
      @ForAll @IntRange(max = 6) int at,
      @ForAll @IntRange(max = 6) int other,
      @ForAll @IntRange(max = 255) int bit) {
    Assume.that(index < size);
    List<Hash> path = PROVER.inclusion(index, size).path();
    Hash leaf = ALL.leaves().get(index);
    TreeHead head = ALL.first(size).head();
    for (List<Hash> changed : changes(path, at, other, bit)) {
      assertThat(new InclusionProof(index, size, changed).proves(leaf, head)).isFalse();
    }
    for (int wrong = 0; wrong <= LARGEST; wrong++) {
      if (wrong != index && wrong < size) {
        assertThat(new InclusionProof(wrong, size, path).proves(leaf, head)).isFalse();
      }
      if (wrong != size && wrong > index) {
        assertThat(new InclusionProof(index, wrong, path).proves(leaf, head)).isFalse();
        TreeHead ofWrong = ALL.first(wrong).head();
        assertThat(new InclusionProof(index, size, path).proves(leaf, ofWrong)).isFalse();
        assertThat(new InclusionProof(index, wrong, path).proves(leaf, ofWrong)).isFalse();
      }
    }
    InclusionProof proof = new InclusionProof(index, size, path);
    assertThat(proof.proves(PlainTree.withOtherBit(leaf, bit), head)).isFalse();
    Hash otherRoot = PlainTree.withOtherBit(head.root(), bit);
    assertThat(proof.proves(leaf, PlainTree.head(size, otherRoot))).isFalse();
  }

  @Property
  void aChangedConsistencyProofIsRefused(
      @ForAll @IntRange(min = 2, max = LARGEST) int second,
      @ForAll @IntRange(min = 1, max = LARGEST - 1) int first,
      @ForAll @IntRange(max = 6) int at,
      @ForAll @IntRange(max = 6) int other,
      @ForAll @IntRange(max = 255) int bit) {
    Assume.that(first < second);
    List<Hash> path = PROVER.consistency(first, second).path();
    TreeHead earlier = ALL.first(first).head();
    TreeHead later = ALL.first(second).head();
    for (List<Hash> changed : changes(path, at, other, bit)) {
      assertThat(new ConsistencyProof(first, second, changed).proves(earlier, later)).isFalse();
    }
    for (int wrong = 1; wrong <= LARGEST; wrong++) {
      TreeHead ofWrong = ALL.first(wrong).head();
      if (wrong != first && wrong <= second) {
        ConsistencyProof proof = new ConsistencyProof(wrong, second, path);
        assertThat(proof.proves(earlier, later)).isFalse();
        assertThat(proof.proves(ofWrong, later)).isFalse();
      }
      if (wrong != second && wrong >= first) {
        ConsistencyProof proof = new ConsistencyProof(first, wrong, path);
        assertThat(proof.proves(earlier, later)).isFalse();
        assertThat(proof.proves(earlier, ofWrong)).isFalse();
      }
    }
    ConsistencyProof proof = new ConsistencyProof(first, second, path);
    assertThat(proof.proves(otherRoot(earlier, bit), later)).isFalse();
    assertThat(proof.proves(earlier, otherRoot(later, bit))).isFalse();
    assertThat(proof.proves(ofOtherLog(earlier), later)).isFalse();
    assertThat(proof.proves(later, earlier)).isFalse();
  }

  @Property
  void aForkIsNotProvedToBeGrowth(
      @ForAll @IntRange(min = 1, max = LARGEST) int second,
      @ForAll @IntRange(min = 1, max = LARGEST) int first,
      @ForAll @IntRange(max = LARGEST - 1) int changed) {
    Assume.that(changed < first && first <= second);
    List<Hash> leaves = new ArrayList<>(ALL.leaves());
    leaves.set(changed, PlainTree.leaf(-1));
    PlainTree fork = new PlainTree(leaves);
    Prover forger = new Prover(RememberedNodes.of(fork));
    TreeHead earlier = ALL.first(first).head();
    TreeHead forked = fork.first(second).head();
    assertThat(forger.consistency(first, second).proves(fork.first(first).head(), forked)).isTrue();
    assertThat(forger.consistency(first, second).proves(earlier, forked)).isFalse();
    assertThat(PROVER.consistency(first, second).proves(earlier, forked)).isFalse();
  }

  @Test
  void headsOfTwoLogsAreNotCompared() {
    TreeHead head = ALL.head();
    assertThat(PROVER.consistency(LARGEST, LARGEST).proves(head, head)).isTrue();
    assertThat(PROVER.consistency(LARGEST, LARGEST).proves(ofOtherLog(head), head)).isFalse();
  }

  @Test
  void proofsOfWhatCannotBeAreRefused() {
    for (long[] wrong : List.of(new long[] {-1, 5}, new long[] {5, 5}, new long[] {0, 0})) {
      assertThatIllegalArgumentException().isThrownBy(() -> PROVER.inclusion(wrong[0], wrong[1]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new InclusionProof(wrong[0], wrong[1], List.of()));
    }
    for (long[] wrong : List.of(new long[] {-1, 5}, new long[] {6, 5}, new long[] {0, -1})) {
      assertThatIllegalArgumentException().isThrownBy(() -> PROVER.consistency(wrong[0], wrong[1]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ConsistencyProof(wrong[0], wrong[1], List.of()));
    }
  }

  /** The path with one bit changed, one hash left out, one too many, two swapped. */
  private static List<List<Hash>> changes(List<Hash> path, int at, int other, int bit) {
    int here = at % path.size();
    int there = other % path.size();
    List<Hash> changed = new ArrayList<>(path);
    changed.set(here, PlainTree.withOtherBit(path.get(here), bit));
    List<Hash> removed = new ArrayList<>(path);
    removed.remove(here);
    List<Hash> inserted = new ArrayList<>(path);
    inserted.add(at % (path.size() + 1), path.get(there));
    List<List<Hash>> changes = new ArrayList<>(List.of(changed, removed, inserted));
    if (here != there) {
      List<Hash> swapped = new ArrayList<>(path);
      Collections.swap(swapped, here, there);
      changes.add(swapped);
    }
    return changes;
  }

  private static TreeHead otherRoot(TreeHead head, int bit) {
    return PlainTree.head(head.size(), PlainTree.withOtherBit(head.root(), bit));
  }

  private static TreeHead ofOtherLog(TreeHead head) {
    return new TreeHead(new UUID(1, 2), head.size(), head.root(), Instant.EPOCH);
  }
}
