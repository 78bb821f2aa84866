package org.andiron.security;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether callers are asked for a token: always, unless mode {@code open} is set in so many words.
 */
final class SmartModeCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return !isOpen(context.getEnvironment());
  }

  /** As leniently as Spring Boot binds a name of an enum, so that both say the same. */
  static boolean isOpen(Environment environment) {
    return environment
        .getProperty("andiron.security.mode", "")
        .replaceAll("[^\\p{L}\\p{Nd}]", "")
        .equalsIgnoreCase("open");
  }
}
