package org.andiron.security.role;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is changed of all policies of roles ({@code andiron.security.*}).
 *
 * @param careTeam whether physicians and nurses reach only the patients for whom they care now, in
 *     place of every patient
 */
@ConfigurationProperties("andiron.security")
public record RoleProperties(@DefaultValue("false") boolean careTeam) {}
