package org.andiron.audit.report;

/**
 * How people appear who are neither the patient nor a relative.
 *
 * @see <a href="https://curia.europa.eu/juris/liste.jsf?num=C-579/21">CJEU, C-579/21, Pankki S: the
 *     identity of employees only if it is indispensable for the rights of the patient</a>
 */
public enum StaffNames {
  /** By name. */
  NAMES,
  /** By role and organization, and a number by which the report tells them apart. */
  ROLES
}
