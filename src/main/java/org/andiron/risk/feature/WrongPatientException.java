package org.andiron.risk.feature;

/**
 * Among the resources is one that is not the patient's, or does not say whose it is. Nothing is
 * extracted then. The message names the type of resource and nobody.
 */
public final class WrongPatientException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String resourceType;

  WrongPatientException(String resourceType) {
    super("A resource of type " + resourceType + " is not of the patient asked for");
    this.resourceType = resourceType;
  }

  /** Of what type the resource is. */
  public String resourceType() {
    return resourceType;
  }
}
