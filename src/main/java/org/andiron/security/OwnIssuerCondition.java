package org.andiron.security;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether tokens are needed, and are our own. */
final class OwnIssuerCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return !SmartModeCondition.isOpen(context.getEnvironment())
        && !ExternalIssuerCondition.isNamed(context.getEnvironment());
  }
}
