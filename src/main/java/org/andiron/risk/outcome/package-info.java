/**
 * What became of those whose risk was predicted: told by people and systems, or found in the record
 * by the rule of a model that was trained here. It is kept, and tells whether models are still
 * right.
 */
@NullMarked
package org.andiron.risk.outcome;

import org.jspecify.annotations.NullMarked;
