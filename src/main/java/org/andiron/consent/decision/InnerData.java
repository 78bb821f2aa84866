package org.andiron.consent.decision;

/**
 * What consents that name data can ask of the resources inside another: of copies in a Bundle, and
 * of contained resources. It matters to what denies alone. To what they refer, what is around them
 * refers.
 *
 * @param self of what there are copies, by id and by identifier
 * @param referredBy what refers to one of these
 * @param authors who wrote one of them
 */
public record InnerData(ReferenceSet self, ReferenceSet referredBy, ReferenceSet authors) {

  /** There is nothing inside. */
  public static final InnerData NONE =
      new InnerData(ReferenceSet.EMPTY, ReferenceSet.EMPTY, ReferenceSet.EMPTY);
}
