package org.andiron.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Is there in mode {@code smart} if this server issues its tokens itself: nobody else was named.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OwnIssuerCondition.class)
public @interface ConditionalOnOwnIssuer {}
