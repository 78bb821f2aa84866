/** What happens to accounts, clients, tokens and keys, recorded. */
@NullMarked
package org.andiron.audit.security;

import org.jspecify.annotations.NullMarked;
