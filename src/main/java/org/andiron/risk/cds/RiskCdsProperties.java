package org.andiron.risk.cds;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether risk models are services of CDS Hooks ({@code andiron.risk}).
 *
 * @param cdsServices whether they are; default true
 */
@ConfigurationProperties("andiron.risk")
record RiskCdsProperties(@DefaultValue("true") boolean cdsServices) {}
