package org.andiron.storage.postgres;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a connection failed and what to do about it. */
final class ConnectionFailure {

  private static final String STRANGER =
      "what answers there is no PostgreSQL, or it hung up; check host and port in ANDIRON_DB_URL";

  private ConnectionFailure() {}

  static DatabaseUnavailableException explain(SQLException failure, DatabaseProperties settings) {
    return new DatabaseUnavailableException(
        "Cannot connect to the database at "
            + settings.displayUrl()
            + (settings.user() == null ? "" : " as " + settings.user())
            + ": "
            + reason(failure, settings)
            + ".",
        failure);
  }

  private static String reason(SQLException failure, DatabaseProperties settings) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    String lower = text.toLowerCase(Locale.ROOT);
    UnknownHostException unknownHost = cause(failure, UnknownHostException.class);
    if (unknownHost != null) {
      return "there is no host of that name; check ANDIRON_DB_URL";
    }
    if (lower.contains("setting up the ssl connection")
        && cause(failure, SSLException.class) == null) {
      return STRANGER;
    }
    if (cause(failure, SSLException.class) != null || lower.contains("ssl")) {
      return tls(lower, text);
    }
    if (cause(failure, SocketTimeoutException.class) != null
        || cause(failure, NoRouteToHostException.class) != null
        || lower.contains("timed out")
        || lower.contains("timeout")) {
      return "no answer within "
          + settings.connectTimeout().toSeconds()
          + " s; check host and port in ANDIRON_DB_URL, and firewalls";
    }
    if (cause(failure, ConnectException.class) != null) {
      return "nothing listens there; start PostgreSQL, or check host and port in ANDIRON_DB_URL";
    }
    return switch (state) {
      case "28P01" -> "wrong user or password; check ANDIRON_DB_USER and ANDIRON_DB_PASSWORD";
      case "28000" ->
          lower.contains("pg_hba")
              ? "its pg_hba.conf does not admit this user from this host"
                  + (lower.contains("no encryption") ? " without TLS (add ?sslmode=require)" : "")
              : "it does not admit this user; check ANDIRON_DB_USER";
      case "08004" ->
          lower.contains("password")
              ? "it asks for a password; set ANDIRON_DB_PASSWORD"
              : "it refused the connection (" + text + ")";
      case "3D000" ->
          "it has no database of that name; create it"
              + " (docker/postgres/create-database.sql), or check ANDIRON_DB_URL";
      case "42501" -> "the user may not connect to this database; grant CONNECT on it";
      case "53300" -> "all its connections are taken; raise max_connections or free some";
      case "57P03" -> "it is starting up or shutting down; try again";
      case "08P01", "08006" -> STRANGER;
      default ->
          (text.isEmpty() ? failure.getClass().getSimpleName() : stripped(text))
              + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")")
              + "; check ANDIRON_DB_URL";
    };
  }

  private static String tls(String lower, String text) {
    if (lower.contains("does not support ssl")) {
      return "it has no TLS, which sslmode asks for; switch TLS on there, or change sslmode";
    }
    if (lower.contains("no encryption")) {
      return "it admits TLS connections only; add ?sslmode=require to ANDIRON_DB_URL";
    }
    return "TLS failed (" + stripped(text) + "); check sslmode and sslrootcert in ANDIRON_DB_URL";
  }

  private static String stripped(String text) {
    return text.strip().replaceAll("[.\\s]+$", "");
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable current = failure;
    while (current != null) {
      if (type.isInstance(current)) {
        return type.cast(current);
      }
      current = current.getCause();
    }
    return null;
  }
}
