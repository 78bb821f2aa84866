package org.andiron.audit.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Events of other systems ({@code andiron.audit}).
 *
 * @param foreignMaxSize of an AuditEvent that another system reports, as JSON without white space;
 *     default 64 KiB
 */
@ConfigurationProperties("andiron.audit")
record ForeignEventProperties(@DefaultValue("64KB") DataSize foreignMaxSize) {

  ForeignEventProperties {
    if (foreignMaxSize.compareTo(DataSize.ofKilobytes(1)) < 0
        || foreignMaxSize.compareTo(DataSize.ofMegabytes(16)) > 0) {
      throw new IllegalArgumentException("andiron.audit.foreign-max-size must be 1KB to 16MB");
    }
  }
}
