package org.andiron.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Is there in mode {@code smart} if tokens are issued elsewhere ({@code andiron.security.issuer}).
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ExternalIssuerCondition.class)
public @interface ConditionalOnExternalIssuer {}
