package org.andiron.consent.rule;

/** A resource of this server, whatever its version. */
public record ResourceRef(String type, String id) {

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
