package org.andiron.risk.registry;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which risk models may be used ({@code andiron.risk}).
 *
 * @param pinnedDigests SHA-256 of packages, each as {@code id=sha256} or {@code id@version=sha256};
 *     another package of that model is refused. None: any
 * @param fallBack whether the champion before is champion again when a limit is passed that speaks
 *     against the model; default false
 */
@ConfigurationProperties("andiron.risk")
public record RegistryProperties(
    List<String> pinnedDigests, @DefaultValue("false") boolean fallBack) {

  @SuppressWarnings("ConstantValue")
  public RegistryProperties {
    pinnedDigests = pinnedDigests == null ? List.of() : List.copyOf(pinnedDigests);
    try {
      PinnedDigests.of(pinnedDigests);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("andiron.risk.pinned-digests " + e.getMessage(), e);
    }
  }

  PinnedDigests pins() {
    return PinnedDigests.of(pinnedDigests);
  }
}
