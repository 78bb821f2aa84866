@NullMarked
package org.andiron.security.page.words;

import org.jspecify.annotations.NullMarked;
