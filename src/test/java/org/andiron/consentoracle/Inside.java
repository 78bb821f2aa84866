package org.andiron.consentoracle;

import java.util.Set;

/**
 * What a resource has inside: entries of a stored Bundle, contained resources. All of them are
 * evaluated, so that a copy does not show what is denied of the original.
 *
 * @param copied of what there are copies
 * @param referredFrom what refers to what is copied
 * @param authors of what is inside
 */
record Inside(Set<Link> copied, Set<Link> referredFrom, Set<Link> authors) {

  static final Inside NOTHING = new Inside(Set.of(), Set.of(), Set.of());
}
