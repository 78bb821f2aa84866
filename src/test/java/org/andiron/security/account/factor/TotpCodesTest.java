package org.andiron.security.account.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpCodesTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private final TotpCodes codes = new TotpCodes();

  /** The last six digits of the eight that appendix B of RFC 6238 has. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheStandard(long second, String code) {
    assertThat(codes.stepOf(code, SECRET, Instant.ofEpochSecond(second))).hasValue(second / 30);
  }

  @Test
  void blanksInACodeDoNotMatterAndOtherTextIsNone() {
    Instant now = Instant.ofEpochSecond(59);
    assertThat(codes.stepOf(" 287 082 ", SECRET, now)).hasValue(1);
    for (String wrong : new String[] {"", "28708", "2870820", "abcdef", "２８７０８２"}) {
      assertThat(codes.stepOf(wrong, SECRET, now)).as(wrong).isEmpty();
    }
  }

  @Property
  void aCodeIsAcceptedOneStepEarlyOrLateButNotTwo(
      @ForAll @LongRange(min = 10, max = 100_000_000_000L) long second) {
    long step = second / 30;
    Instant now = Instant.ofEpochSecond(second);
    assertThat(codes.stepOf(codes.code(SECRET, step - 1), SECRET, now)).isPresent();
    assertThat(codes.stepOf(codes.code(SECRET, step + 1), SECRET, now)).isPresent();
    String old = codes.code(SECRET, step + 2);
    if (codes.stepOf(old, SECRET, now).isPresent()) {
      assertThat(old)
          .isIn(
              codes.code(SECRET, step - 1), codes.code(SECRET, step), codes.code(SECRET, step + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void base32IsThatOfTheStandard(String text, String encoded) {
    assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
  }
}
