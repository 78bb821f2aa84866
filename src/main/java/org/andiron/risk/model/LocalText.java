package org.andiron.risk.model;

/** A text for people, in the languages of the server. */
public record LocalText(String en, String zh) {}
