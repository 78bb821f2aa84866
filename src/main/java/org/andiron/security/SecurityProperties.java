package org.andiron.security;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call ({@code andiron.security.*}).
 *
 * @param mode how callers are known
 * @param openOnNetwork whether mode {@code open} may be served beyond this machine
 * @param keyDirectory where the secrets are that must not be in the database; nodes that share a
 *     database share it as well
 * @param issuer who issues the tokens; this server itself if absent
 */
@ConfigurationProperties("andiron.security")
public record SecurityProperties(
    @DefaultValue("smart") Mode mode,
    @DefaultValue("false") boolean openOnNetwork,
    @DefaultValue("./data/security") Path keyDirectory,
    @Nullable URI issuer) {

  /** How callers are known. */
  public enum Mode {
    /** All callers are one administrator; for closed test benches. */
    OPEN,
    /** A caller has a token of a SMART authorization server. */
    SMART
  }

  public SecurityProperties {
    issuer = issuer == null || issuer.toString().isBlank() ? null : issuer;
    if (issuer != null) {
      if (mode == Mode.OPEN) {
        throw new IllegalArgumentException(
            "andiron.security.issuer is set, but mode open asks nobody for a token; leave one of"
                + " them out");
      }
      IssuerUrl.require("andiron.security.issuer", issuer);
      if (issuer.getRawQuery() != null) {
        throw new IllegalArgumentException("andiron.security.issuer must have no query");
      }
    }
  }
}
