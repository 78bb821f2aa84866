/** Where a person chooses the patient for whom an app is started. */
@NullMarked
package org.andiron.security.page.patient;

import org.jspecify.annotations.NullMarked;
