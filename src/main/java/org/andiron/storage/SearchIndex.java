package org.andiron.storage;

/** How far the index is by which records are found; searches are refused until it is whole. */
public interface SearchIndex {

  /** Whether all resources are in the index. */
  boolean isWhole();

  /** About which part of the records is in the index, 0 to 1. */
  double share();
}
