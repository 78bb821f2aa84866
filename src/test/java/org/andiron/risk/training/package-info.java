@org.jspecify.annotations.NullMarked
package org.andiron.risk.training;
