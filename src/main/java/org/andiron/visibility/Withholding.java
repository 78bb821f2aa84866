package org.andiron.visibility;

/** Decides what does not exist for a reader although rights would let it. */
@FunctionalInterface
public interface Withholding {

  /** What is withheld from a reader now. Asked once for each request. */
  Withheld from(Reader reader);
}
