package org.andiron.storage.index;

import java.util.OptionalInt;

/** The numbers that stand for parameters and systems in the index; empty for what is not there. */
public interface IndexNumbers {

  /** The number of a parameter of a resource type. */
  OptionalInt parameter(String type, String code);

  /** The number of a code system or a system of units. */
  OptionalInt system(String uri);
}
