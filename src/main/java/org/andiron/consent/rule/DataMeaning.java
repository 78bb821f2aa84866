package org.andiron.consent.rule;

/** How data must be related to what {@code provision.data.reference} names. */
public enum DataMeaning {
  /** It is that resource. */
  INSTANCE("instance"),
  /** It is that resource, or that resource refers to it. */
  RELATED("related"),
  /** It is that resource, or refers to it. */
  DEPENDENTS("dependents"),
  /** That is its author. */
  AUTHOREDBY("authoredby");

  private final String code;

  DataMeaning(String code) {
    this.code = code;
  }

  /** As a consent writes it. */
  public String code() {
    return code;
  }
}
