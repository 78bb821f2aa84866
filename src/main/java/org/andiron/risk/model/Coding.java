package org.andiron.risk.model;

/** A concept of a code system. */
public record Coding(String system, String code, String display) {}
