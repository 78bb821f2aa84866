package org.andiron.ops.interaction;

/**
 * The interactions of the FHIR REST API, named as in <a
 * href="https://hl7.org/fhir/R4/http.html">HL7 FHIR R4, RESTful API</a> where R4 has a name.
 */
public enum Interaction {
  READ("read"),
  VREAD("vread"),
  UPDATE("update"),
  PATCH("patch"),
  DELETE("delete"),
  CREATE("create"),
  HISTORY_INSTANCE("history-instance"),
  HISTORY_TYPE("history-type"),
  HISTORY_SYSTEM("history-system"),
  SEARCH_TYPE("search-type"),
  SEARCH_SYSTEM("search-system"),
  SEARCH_COMPARTMENT("search-compartment"),
  /** A further page of a search or history. */
  PAGE("page"),
  CAPABILITIES("capabilities"),
  /** A transaction or a batch: only the body tells which. */
  TRANSACTION("transaction"),
  OPERATION("operation"),
  /** Nothing that FHIR defines. */
  OTHER("other");

  private final String code;

  Interaction(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
