/** Search in the texts of resources: what is indexed of a text, and how words find it. */
@NullMarked
package org.andiron.storage.content;

import org.jspecify.annotations.NullMarked;
