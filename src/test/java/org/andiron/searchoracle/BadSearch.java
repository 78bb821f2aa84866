package org.andiron.searchoracle;

/** A search that the specification does not define: an unknown parameter, modifier or value. */
public final class BadSearch extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadSearch(String message) {
    super(message);
  }
}
