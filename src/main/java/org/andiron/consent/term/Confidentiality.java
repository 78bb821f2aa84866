package org.andiron.consent.term;

import org.jspecify.annotations.Nullable;

/**
 * Levels of <a href="http://terminology.hl7.org/CodeSystem/v3-Confidentiality">v3-Confidentiality
 * </a>, from the lowest to the highest.
 */
public enum Confidentiality {
  /** Unrestricted. */
  U,
  /** Low. */
  L,
  /** Moderate. */
  M,
  /** Normal. */
  N,
  /** Restricted. */
  R,
  /** Very restricted. */
  V;

  /** The level that a code stands for, null if it stands for none. */
  public static @Nullable Confidentiality of(Code code) {
    if (code.system().equals(CodeSystems.CONFIDENTIALITY)) {
      for (Confidentiality level : values()) {
        if (level.name().equals(code.value())) {
          return level;
        }
      }
    }
    return null;
  }

  /** Whether this level is no higher. */
  public boolean atMost(Confidentiality other) {
    return compareTo(other) <= 0;
  }
}
