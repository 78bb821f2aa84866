package org.andiron.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  /** Leaves and roots that the projects of Certificate Transparency publish. */
  static final List<String> KNOWN_LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> KNOWN_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final int LARGEST = 64;

  static PlainTree known() {
    return new PlainTree(
        KNOWN_LEAVES.stream().map(HexFormat.of()::parseHex).map(Hash::ofLeaf).toList());
  }

  @Test
  void rootsAreThoseThatOthersPublished() {
    MerkleTree tree = new MerkleTree();
    List<String> roots = new ArrayList<>(List.of(tree.root().toString()));
    for (Hash leaf : known().leaves()) {
      tree.append(leaf);
      roots.add(tree.root().toString());
    }
    assertThat(roots).isEqualTo(KNOWN_ROOTS);
  }

  @Test
  void rootsAreThoseOfTheDefinitionAtAnySize() {
    PlainTree all = PlainTree.ofSize(LARGEST);
    Prover prover = new Prover(RememberedNodes.of(all));
    MerkleTree tree = new MerkleTree();
    for (int size = 0; size <= LARGEST; size++) {
      Hash root = all.first(size).root();
      assertThat(tree.size()).isEqualTo(size);
      assertThat(tree.root()).isEqualTo(root);
      assertThat(tree.isOf(PlainTree.head(size, root))).isTrue();
      assertThat(prover.root(size)).as("root as it was at size %d", size).isEqualTo(root);
      if (size < LARGEST) {
        tree.append(all.leaves().get(size));
      }
    }
  }

  @Test
  void eachCompleteSubtreeIsToldOnce() {
    int size = 2 * LARGEST - 1;
    PlainTree all = PlainTree.ofSize(size);
    RememberedNodes told = RememberedNodes.of(all);
    assertThat(told.hashes()).hasSize(127 + 63 + 31 + 15 + 7 + 3 + 1);
    told.hashes()
        .forEach(
            (node, hash) -> {
              int width = 1 << node.level();
              int begin = (int) node.index() * width;
              assertThat(hash)
                  .isEqualTo(new PlainTree(all.leaves().subList(begin, begin + width)).root());
            });
  }

  @Property
  void aTreeGoesOnFromItsFrontier(
      @ForAll @IntRange(max = 300) int size, @ForAll @IntRange(max = 100) int more) {
    PlainTree all = PlainTree.ofSize(size + more);
    MerkleTree before = all.first(size).grown();
    byte[] kept = before.encoded();
    MerkleTree tree = MerkleTree.decode(kept);
    assertThat(tree.encoded()).isEqualTo(kept).hasSize(8 + 32 * Integer.bitCount(size));
    assertThat(tree.isOf(all.first(size).head())).isTrue();
    all.leaves().subList(size, size + more).forEach(tree::append);
    assertThat(tree.isOf(all.head())).isTrue();
    assertThat(tree.encoded()).isEqualTo(all.grown().encoded());
  }

  @Property
  void aChangedFrontierIsNotThatOfTheHead(
      @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 1 << 20) int place) {
    PlainTree all = PlainTree.ofSize(size);
    byte[] changed = all.grown().encoded();
    int bit = Long.SIZE + place % (8 * changed.length - Long.SIZE);
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    assertThat(MerkleTree.decode(changed).isOf(all.head())).isFalse();
  }

  @Test
  void aFrontierOfAnotherSizeIsNotThatOfTheHead() {
    PlainTree all = PlainTree.ofSize(5);
    byte[] changed = all.grown().encoded();
    changed[7] = 6;
    assertThat(MerkleTree.decode(changed).isOf(all.head())).isFalse();
  }

  @Test
  void whatIsNoFrontierIsRefused() {
    byte[] five = PlainTree.ofSize(5).grown().encoded();
    byte[] negative = five.clone();
    negative[0] = -1;
    byte[] otherSize = five.clone();
    otherSize[7] = 7;
    for (byte[] broken :
        List.of(
            new byte[0],
            new byte[7],
            Arrays.copyOf(five, five.length - 1),
            Arrays.copyOf(five, five.length + 1),
            Arrays.copyOf(five, five.length + 32),
            negative,
            otherSize)) {
      assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.decode(broken));
    }
  }

  @Property
  void aChangedLeafIsSeen(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(max = 199) int at,
      @ForAll @IntRange(max = 255) int bit) {
    Assume.that(at < size);
    List<Hash> leaves = leaves(size);
    leaves.set(at, PlainTree.withOtherBit(leaves.get(at), bit));
    assertUnlike(size, leaves);
  }

  @Property
  void aRemovedLeafIsSeen(
      @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 199) int at) {
    Assume.that(at < size);
    List<Hash> leaves = leaves(size);
    leaves.remove(at);
    assertUnlike(size, leaves);
  }

  @Property
  void aRemovedLeafIsSeenThoughAnotherWasAppended(
      @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 199) int at) {
    Assume.that(at < size);
    List<Hash> leaves = leaves(size);
    leaves.remove(at);
    leaves.add(PlainTree.leaf(size));
    assertUnlike(size, leaves);
  }

  @Property
  void anInsertedLeafIsSeen(
      @ForAll @IntRange(max = 200) int size, @ForAll @IntRange(max = 200) int at) {
    Assume.that(at <= size);
    List<Hash> leaves = leaves(size);
    leaves.add(at, PlainTree.leaf(-1));
    assertUnlike(size, leaves);
    assertUnlike(size, leaves.subList(0, size + (at == size ? 1 : 0)));
  }

  @Property
  void swappedLeavesAreSeen(
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll @IntRange(max = 199) int one,
      @ForAll @IntRange(max = 199) int other) {
    Assume.that(one != other && one < size && other < size);
    List<Hash> leaves = leaves(size);
    Collections.swap(leaves, one, other);
    assertUnlike(size, leaves);
  }

  @Test
  void aNodeDoesNotPassForALeaf() {
    PlainTree two = PlainTree.ofSize(2);
    byte[] both = Arrays.copyOf(two.leaves().get(0).bytes(), 64);
    System.arraycopy(two.leaves().get(1).bytes(), 0, both, 32, 32);
    assertThat(new PlainTree(List.of(Hash.ofLeaf(both))).grown().root()).isNotEqualTo(two.root());
  }

  private static List<Hash> leaves(int size) {
    return new ArrayList<>(PlainTree.ofSize(size).leaves());
  }

  private static void assertUnlike(int size, List<Hash> altered) {
    MerkleTree tree = new PlainTree(altered).grown();
    assertThat(tree.isOf(PlainTree.ofSize(size).head())).isFalse();
    assertThat(tree.root()).isNotEqualTo(PlainTree.ofSize(size).root());
  }
}
