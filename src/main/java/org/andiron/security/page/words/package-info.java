/** Scopes in words that people understand, in the languages of the pages. Knows no HTTP. */
@NullMarked
package org.andiron.security.page.words;

import org.jspecify.annotations.NullMarked;
