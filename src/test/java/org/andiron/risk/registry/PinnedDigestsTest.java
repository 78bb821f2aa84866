package org.andiron.risk.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedDigestsTest {

  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final ModelKey MODEL = new ModelKey("pce-2013", "1.0.0");

  private static PinnedDigests pins(String... pins) {
    return PinnedDigests.of(List.of(pins));
  }

  @Test
  void withoutPinsAnyPackageIsRight() {
    assertThat(pins().objection(MODEL, A)).isEmpty();
    assertThat(pins("lace=" + B).objection(MODEL, A)).isEmpty();
  }

  @Test
  void anotherPackageIsNamedWithWhatWasPinned() {
    assertThat(pins("pce-2013=" + A.toUpperCase(Locale.ROOT)).objection(MODEL, A)).isEmpty();
    assertThat(pins("pce-2013=" + A).objection(MODEL, B).orElseThrow())
        .contains("pce-2013 of version 1.0.0", "digest " + B, "has " + A);
  }

  @Test
  void thePinOfAVersionGoesBeforeThatOfAll() {
    PinnedDigests pins = pins("pce-2013=" + A, "pce-2013@1.0.0=" + B);
    assertThat(pins.objection(MODEL, B)).isEmpty();
    assertThat(pins.objection(MODEL, A)).isPresent();
    assertThat(pins.objection(new ModelKey("pce-2013", "2"), A)).isEmpty();
  }

  @Test
  void severalPinsAreSeveralPackages() {
    PinnedDigests pins = pins("pce-2013=" + A, "pce-2013=" + B);
    assertThat(pins.objection(MODEL, A)).isEmpty();
    assertThat(pins.objection(MODEL, B)).isEmpty();
    assertThat(pins.objection(MODEL, "c".repeat(64)).orElseThrow()).contains(A + " or " + B);
  }

  @Test
  void ofAPinnedModelEachVersionNeedsAPin() {
    assertThat(pins("pce-2013@2=" + A).objection(MODEL, A).orElseThrow()).contains("none for it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pce-2013", "pce-2013=abc", "=", "PCE=" + "00", "a@=0", "a=b=c"})
  void whatIsNoPinIsRefused(String pin) {
    assertThatIllegalArgumentException().isThrownBy(() -> pins(pin)).withMessageContaining(pin);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RegistryProperties(List.of(pin), false))
        .withMessageContaining("andiron.risk.pinned-digests");
  }
}
