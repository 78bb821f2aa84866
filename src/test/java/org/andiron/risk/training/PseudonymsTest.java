package org.andiron.risk.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PseudonymsTest {

  /** RFC 4231, test case 6. */
  @Test
  void isHmacSha256() {
    byte[] key = new byte[131];
    Arrays.fill(key, (byte) 0xaa);

    assertThat(new Pseudonyms(key).of("Test Using Larger Than Block-Size Key - Hash Key First"))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pseudonyms(new byte[31]));
  }
}
