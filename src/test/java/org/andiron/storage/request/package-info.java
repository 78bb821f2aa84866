/** Tests of what requests to search ask for, and what they are told. */
@NullMarked
package org.andiron.storage.request;

import org.jspecify.annotations.NullMarked;
