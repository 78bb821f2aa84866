package org.andiron.storage.postgres;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An external PostgreSQL 15 to 18. Without {@code url} the embedded one is used.
 *
 * @param url JDBC address, {@code jdbc:postgresql://host:port/database} ({@code ANDIRON_DB_URL})
 * @param user role to log in as ({@code ANDIRON_DB_USER})
 * @param password its password, never shown ({@code ANDIRON_DB_PASSWORD})
 * @param connectTimeout how long the first connection may take; default 10 seconds
 */
@ConfigurationProperties("andiron.db")
public record DatabaseProperties(
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    @DefaultValue("10s") Duration connectTimeout) {

  private static final String SCHEME = "jdbc:postgresql:";
  private static final String EXAMPLE = "jdbc:postgresql://localhost:5432/andiron";

  public DatabaseProperties {
    url = blankToNull(url);
    user = blankToNull(user);
    password = password == null || password.isEmpty() ? null : password;
    if (url == null && (user != null || password != null)) {
      throw new IllegalArgumentException(
          "andiron.db.user or andiron.db.password is set (ANDIRON_DB_USER, ANDIRON_DB_PASSWORD) but"
              + " andiron.db.url (ANDIRON_DB_URL) is not; set it, for example to "
              + EXAMPLE);
    }
    // The refused text is not repeated: addresses of the form postgres://user:password@host are the
    // usual mistake.
    if (url != null && !url.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "andiron.db.url (ANDIRON_DB_URL) must start with "
              + SCHEME
              + " and hold no user or password, for example "
              + EXAMPLE);
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("andiron.db.connect-timeout must be longer than zero");
    }
  }

  /** No external database: the embedded one is used. */
  public static DatabaseProperties none() {
    return new DatabaseProperties(null, null, null, Duration.ofSeconds(10));
  }

  /** Whether an external database is configured. */
  public boolean isExternal() {
    return url != null;
  }

  /** The address without parameters that are secret, for messages. */
  String displayUrl() {
    return url == null ? "(embedded)" : redact(url);
  }

  static String redact(String url) {
    int query = url.indexOf('?');
    String address = query < 0 ? url : url.substring(0, query);
    // The driver does not take credentials here, but people write them.
    String shown = address.replaceFirst("//[^/]*@", "//***@");
    if (query < 0) {
      return shown;
    }
    StringBuilder parameters = new StringBuilder();
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String key = equals < 0 ? parameter : parameter.substring(0, equals);
      parameters.append(parameters.isEmpty() ? '?' : '&');
      parameters.append(
          key.toLowerCase(Locale.ROOT).contains("password") ? key + "=***" : parameter);
    }
    return shown + parameters;
  }

  @Override
  public String toString() {
    return "DatabaseProperties[url="
        + displayUrl()
        + ", user="
        + user
        + ", password="
        + (password == null ? "none" : "***")
        + ", connectTimeout="
        + connectTimeout
        + "]";
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
