package org.andiron.risk.feature;

import org.jspecify.annotations.Nullable;

/**
 * How a number is to be understood. Of a time in range, unit and plausible range are those of the
 * values, and the feature is in percent; of a time since, the unit is that of the feature.
 *
 * @param unit of UCUM, in which the feature is given; of a slope, per year
 * @param analyte what is measured, if mass and amount of substance may be converted
 * @param unitOptional whether a number without any unit is in the unit of the feature; for ratios
 *     and scores alone
 * @param plausible what a human body can have; other values are rejected
 * @param trained what the model was made for; other values are flagged
 * @param target for the share of time in it
 */
public record Measure(
    String unit,
    @Nullable Analyte analyte,
    boolean unitOptional,
    Range plausible,
    @Nullable Range trained,
    @Nullable Range target) {}
