package org.andiron.consent.term;

/** Security labels of a whole resource that tell of its parts. */
public final class PartLabels {

  /** Parts have labels of their own. */
  public static final Code PROCESS_INLINE = new Code(CodeSystems.ACT_CODE, "PROCESSINLINELABEL");

  /** Something was taken out of this copy. */
  public static final Code REDACTED = new Code(CodeSystems.OBSERVATION_VALUE, "REDACTED");

  private PartLabels() {}
}
