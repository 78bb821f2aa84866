package org.andiron.risk.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which SHA-256 the operator knows packages of models. Of a model that is pinned, each version
 * needs a pin: one of its own, or one of the model that holds for all versions.
 */
final class PinnedDigests {

  private static final Pattern PIN =
      Pattern.compile("([a-z0-9][a-z0-9.-]*)(?:@([^@=\\s]+))?=([0-9a-fA-F]{64})");

  /**
   * @param version empty for all
   */
  private record Pin(String id, Optional<String> version, String digest) {}

  private final List<Pin> pins;

  private PinnedDigests(List<Pin> pins) {
    this.pins = List.copyOf(pins);
  }

  /**
   * Reads pins.
   *
   * @param pins each as {@code id=sha256} or {@code id@version=sha256}
   * @throws IllegalArgumentException if one is not, with the pin
   */
  static PinnedDigests of(List<String> pins) {
    List<Pin> read = new ArrayList<>();
    for (String pin : pins) {
      Matcher matcher = PIN.matcher(pin.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "must be id=sha256 or id@version=sha256 with 64 hexadecimal digits, not " + pin);
      }
      read.add(
          new Pin(
              matcher.group(1),
              Optional.ofNullable(matcher.group(2)),
              matcher.group(3).toLowerCase(Locale.ROOT)));
    }
    return new PinnedDigests(read);
  }

  /** Why a package is not to be used, if it is not: what was pinned, and what it is. */
  Optional<String> objection(ModelKey model, String digest) {
    List<Pin> ofModel = pins.stream().filter(it -> it.id().equals(model.id())).toList();
    List<Pin> exact =
        ofModel.stream().filter(it -> it.version().equals(Optional.of(model.version()))).toList();
    List<Pin> holding =
        exact.isEmpty() ? ofModel.stream().filter(it -> it.version().isEmpty()).toList() : exact;
    if (ofModel.isEmpty() || holding.stream().anyMatch(it -> it.digest().equals(digest))) {
      return Optional.empty();
    }
    return Optional.of(
        holding.isEmpty()
            ? "%s of version %s has the digest %s, and andiron.risk.pinned-digests has none for it"
                .formatted(model.id(), model.version(), digest)
            : "%s of version %s has the digest %s, but andiron.risk.pinned-digests has %s"
                .formatted(model.id(), model.version(), digest, digests(holding)));
  }

  private static String digests(List<Pin> pins) {
    return String.join(" or ", pins.stream().map(Pin::digest).toList());
  }
}
