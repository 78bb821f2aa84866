package org.andiron.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call ({@code andiron.security.*}).
 *
 * @param mode how callers are known
 * @param openOnNetwork whether mode {@code open} may be served beyond this machine
 * @param keyDirectory where the secrets are that must not be in the database; nodes that share a
 *     database share it as well
 */
@ConfigurationProperties("andiron.security")
public record SecurityProperties(
    @DefaultValue("smart") Mode mode,
    @DefaultValue("false") boolean openOnNetwork,
    @DefaultValue("./data/security") Path keyDirectory) {

  /** How callers are known. */
  public enum Mode {
    /** All callers are one administrator; for closed test benches. */
    OPEN,
    /** A caller has a token of a SMART authorization server. */
    SMART
  }
}
