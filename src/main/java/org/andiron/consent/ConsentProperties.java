package org.andiron.consent;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What consents leave to the organisation ({@code andiron.consent.*}).
 *
 * @param timeZone in which dates without a time of day are meant, in consents and policies
 */
@ConfigurationProperties("andiron.consent")
public record ConsentProperties(@DefaultValue("UTC") ZoneId timeZone) {}
