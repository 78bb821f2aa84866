package org.andiron.startup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Prints the reason of a refused start as one line on standard error. Registered in {@code
 * spring.factories} ahead of Spring Boot's own analyzers; it leaves alone every failure that is not
 * the operator's to mend, so that those keep their stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartupRefusalReporter implements SpringBootExceptionReporter {

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> reason = reasonOf(failure);
    reason.ifPresent(line -> System.err.println("Andiron cannot start: " + line));
    return reason.isPresent();
  }

  static Optional<String> reasonOf(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof StartupRefusedException refused) {
        return Optional.of(oneLine(refused.getMessage()));
      }
      if (t instanceof PortInUseException inUse) {
        return Optional.of(
            "port "
                + inUse.getPort()
                + " is in use by another program; stop it, or choose another with --server.port=…");
      }
      if (t instanceof ConfigurationPropertiesBindException || t instanceof BindException) {
        return Optional.of(bindReason(t));
      }
    }
    return Optional.empty();
  }

  private static String bindReason(Throwable bindFailure) {
    String setting = "";
    Throwable deepest = bindFailure;
    for (@Nullable Throwable t = bindFailure;
        t != null;
        t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof BindException bind) {
        setting = bind.getName().toString();
      }
      if (t instanceof ConversionFailedException conversion
          && conversion.getTargetType().getType().isEnum()) {
        return "setting " + setting + " must be one of " + names(conversion.getTargetType());
      }
      deepest = t;
    }
    if (deepest instanceof NumberFormatException) {
      return "setting " + setting + " must be a number";
    }
    return "setting " + setting + " is not usable: " + oneLine(deepest.getMessage());
  }

  private static String names(TypeDescriptor enumType) {
    return Arrays.stream(enumType.getType().getEnumConstants())
        .map(it -> ((Enum<?>) it).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no reason given" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
