package org.andiron.risk.model;

/**
 * Where the numbers of an equation come from.
 *
 * @param publication and table in which they are printed
 * @param verification how those in the package were checked, and what rests on memory
 */
public record CoefficientSource(String publication, String verification) {}
