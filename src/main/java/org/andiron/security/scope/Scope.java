package org.andiron.security.scope;

/** A scope that this server knows: a right to resources, or one of the other scopes of SMART. */
public sealed interface Scope permits SmartScope, ContextScope {

  /** The scope as a token of a scope parameter. What is read from it again is equal to this. */
  String text();
}
