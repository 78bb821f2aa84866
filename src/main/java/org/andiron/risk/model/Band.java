package org.andiron.risk.model;

/**
 * Points of quantities up to an end, from the end of the band before.
 *
 * @param range open downwards; of the last band also upwards
 */
record Band(Range range, double points) {}
