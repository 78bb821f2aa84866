package org.andiron.server.validation;

/** Where a resource stands in a body. */
enum ResourcePosition {
  /** It is the body. */
  ROOT,
  /** In another one as a whole, such as in an entry of a Bundle. */
  INLINE,
  /** In another one as a part of it. */
  CONTAINED
}
