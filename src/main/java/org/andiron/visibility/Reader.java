package org.andiron.visibility;

/**
 * For whom something exists, as far as what patients withhold depends on it. Kept with jobs, so
 * that their pieces are done for the same reader.
 *
 * @param description in a form that whoever decides what is withheld gave it, and reads
 */
public record Reader(String description) {}
