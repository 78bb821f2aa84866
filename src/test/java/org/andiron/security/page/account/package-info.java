@NullMarked
package org.andiron.security.page.account;

import org.jspecify.annotations.NullMarked;
