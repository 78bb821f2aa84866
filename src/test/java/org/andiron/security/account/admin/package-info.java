@NullMarked
package org.andiron.security.account.admin;

import org.jspecify.annotations.NullMarked;
