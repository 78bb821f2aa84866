package org.andiron.server.capability;

/** The beginning of an answer, for a message. */
final class Excerpt {

  private static final int LENGTH = 400;

  private Excerpt() {}

  static String of(String body) {
    return body.length() <= LENGTH ? body : body.substring(0, LENGTH) + "…";
  }
}
