package org.andiron.security.account.first;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The first administrator ({@code andiron.admin.*}).
 *
 * @param password their password, never shown ({@code ANDIRON_ADMIN_PASSWORD}); read while there is
 *     no account, and not any more after that
 */
@ConfigurationProperties("andiron.admin")
public record AdminProperties(@Nullable String password) {

  public AdminProperties {
    password = password == null || password.isEmpty() ? null : password;
  }

  @Override
  public String toString() {
    return "AdminProperties[password=" + (password == null ? "none" : "***") + "]";
  }
}
