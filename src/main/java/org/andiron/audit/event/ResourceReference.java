package org.andiron.audit.event;

import java.util.regex.Pattern;

/** Literal references to what is here, as in {@code Observation/1/_history/2}. */
final class ResourceReference {

  private static final Pattern FORM =
      Pattern.compile("[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private ResourceReference() {}

  /**
   * @throws IllegalArgumentException if it is none
   */
  static void check(String reference) {
    if (!FORM.matcher(reference).matches()) {
      throw new IllegalArgumentException("a reference is like Observation/1 or with a version");
    }
  }

  /**
   * @throws IllegalArgumentException if it is no id of a resource
   */
  static void checkId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not the id of a resource, without the type");
    }
  }

  static String type(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }
}
