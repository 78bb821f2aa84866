/** What a request to search asks for, what of it is applied, and what the answer says of that. */
@NullMarked
package org.andiron.storage.request;

import org.jspecify.annotations.NullMarked;
