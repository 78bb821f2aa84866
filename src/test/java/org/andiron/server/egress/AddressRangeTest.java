package org.andiron.server.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AddressRangeTest {

  @Property
  void aBlockHoldsExactlyTheAddressesThatShareItsPrefix(
      @ForAll @Size(4) byte[] block,
      @ForAll @Size(4) byte[] other,
      @ForAll @IntRange(max = 32) int n)
      throws Exception {
    InetAddress base = InetAddress.getByAddress(block);
    AddressRange range = AddressRange.parse(base.getHostAddress() + "/" + n);
    boolean samePrefix =
        new BigInteger(1, block)
            .shiftRight(32 - n)
            .equals(new BigInteger(1, other).shiftRight(32 - n));
    assertThat(range.contains(InetAddress.getByAddress(other))).isEqualTo(samePrefix);
    assertThat(range.contains(base)).isTrue();
  }

  @Property
  void aTextEitherParsesOrIsRefusedByName(@ForAll String text) {
    if (!AddressRange.isAddress(text)) {
      assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }
  }

  @Property(tries = 20)
  void familiesDoNotMix(@ForAll @Size(4) byte[] address) throws Exception {
    assertThat(AddressRange.parse("::/0").contains(InetAddress.getByAddress(address))).isFalse();
  }
}
