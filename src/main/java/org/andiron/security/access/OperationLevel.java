package org.andiron.security.access;

/** On what an operation is called. */
enum OperationLevel {
  SYSTEM,
  TYPE,
  INSTANCE
}
