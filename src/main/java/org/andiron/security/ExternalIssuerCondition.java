package org.andiron.security;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether tokens are needed, and are issued elsewhere. */
final class ExternalIssuerCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return !SmartModeCondition.isOpen(context.getEnvironment())
        && isNamed(context.getEnvironment());
  }

  static boolean isNamed(Environment environment) {
    return !environment.getProperty("andiron.security.issuer", "").isBlank();
  }
}
