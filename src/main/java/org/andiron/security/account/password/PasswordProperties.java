package org.andiron.security.account.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which passwords are allowed ({@code andiron.security.password.*}).
 *
 * @param minimumLength characters that a password has at least
 * @param hashMemory memory of one Argon2id hash, in KiB
 * @param hashIterations passes of one Argon2id hash over that memory
 */
@ConfigurationProperties("andiron.security.password")
public record PasswordProperties(
    @DefaultValue("12") int minimumLength,
    @DefaultValue("19456") int hashMemory,
    @DefaultValue("2") int hashIterations) {

  public PasswordProperties {
    require(minimumLength >= 8 && minimumLength <= 64, "minimum-length must be 8 to 64");
    require(hashMemory >= 7168 && hashMemory <= 1048576, "hash-memory must be 7168 to 1048576");
    require(hashIterations >= 1 && hashIterations <= 20, "hash-iterations must be 1 to 20");
  }

  private static void require(boolean met, String rule) {
    if (!met) {
      throw new IllegalArgumentException("andiron.security.password." + rule);
    }
  }
}
