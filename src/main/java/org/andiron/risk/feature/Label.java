package org.andiron.risk.feature;

/** What people call a feature, in English and in Simplified Chinese. */
public record Label(String en, String zh) {}
