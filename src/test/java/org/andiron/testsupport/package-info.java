/** What integration tests share: one server, one database, and a way to speak to them. */
@NullMarked
package org.andiron.testsupport;

import org.jspecify.annotations.NullMarked;
