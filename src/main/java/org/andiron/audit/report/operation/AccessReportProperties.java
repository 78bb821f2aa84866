package org.andiron.audit.report.operation;

import org.andiron.audit.report.StaffNames;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reports for patients ({@code andiron.audit.report}).
 *
 * @param staffNames how people appear who are neither the patient nor a relative; default by name
 */
@ConfigurationProperties("andiron.audit.report")
record AccessReportProperties(@DefaultValue("names") StaffNames staffNames) {}
