@NullMarked
package org.andiron.security.page.patient;

import org.jspecify.annotations.NullMarked;
