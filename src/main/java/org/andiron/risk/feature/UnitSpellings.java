package org.andiron.risk.feature;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How records spell units beside UCUM. Spellings are compared as they are; only spaces around are
 * nothing. A text that is not here and not UCUM is no unit.
 */
final class UnitSpellings {

  /** UCUM, then other spellings of the same. */
  private static final String[][] TABLE = {
    {"mm[Hg]", "mmHg", "mm Hg", "MMHG", "mmhg", "millimeter of mercury", "millimetre of mercury"},
    {"kPa"},
    {"mg/dL", "mg/dl", "MG/DL", "mg/100mL", "mg/100 mL", "mg%"},
    {"g/dL", "g/dl", "G/DL", "gm/dL", "gm/dl"},
    {"g/L", "g/l", "G/L", "gm/L"},
    {"mg/L", "mg/l"},
    {"ug/mL", "µg/mL", "μg/mL", "mcg/mL"},
    {"ug/dL", "µg/dL", "μg/dL", "mcg/dL", "ug/dl"},
    {"mmol/L", "mmol/l", "MMOL/L", "mM", "millimole per liter"},
    {"umol/L", "umol/l", "µmol/L", "μmol/L", "µmol/l", "μmol/l", "micromol/L", "UMOL/L"},
    {"nmol/L", "nmol/l"},
    {"meq/L", "mEq/L", "MEQ/L", "meq/l", "mEq/l"},
    {"mmol/mol"},
    {"%", "percent", "%{HemoglobinA1C}", "% of total Hgb", "% total Hgb"},
    {"mg/g", "mg/g{creat}", "mg/g creat", "mg/g Cr", "mg/g creatinine", "mg/gm", "mg/g{Cre}"},
    {"mg/mmol", "mg/mmol{creat}", "mg/mmol creat", "mg/mmol Cr"},
    {"ug/mg", "ug/mg{creat}", "µg/mg", "μg/mg", "mcg/mg", "mcg/mg creat"},
    {"g/mol", "g/mol{creat}"},
    {
      "mL/min/{1.73_m2}",
      "mL/min/1.73m2",
      "mL/min/1.73 m2",
      "mL/min/1.73m^2",
      "mL/min/1.73 m^2",
      "mL/min/1.73m²",
      "mL/min/1.73 m²",
      "mL/min/{1.73m2}",
      "ml/min/1.73m2",
      "mL/min/1.73"
    },
    {"mL/min", "ml/min"},
    {"kg", "KG", "Kg", "kgs", "kilogram", "kilograms"},
    {"g", "gram", "grams"},
    {"[lb_av]", "lb", "lbs", "LB", "LBS", "pound", "pounds", "lb_av"},
    {"[oz_av]", "oz", "ounce", "ounces"},
    {"[stone_av]", "st", "stone"},
    {"cm", "CM", "centimeter", "centimeters", "centimetre", "centimetres"},
    {"m", "meter", "metre"},
    {"[in_i]", "in", "in.", "inch", "inches", "in_i", "IN", "[in_us]"},
    {"[ft_i]", "ft", "foot", "feet"},
    {"kg/m2", "kg/m^2", "kg/m²", "kg/m**2", "KG/M2", "kg/sq m"},
    {"Cel", "°C", "degC", "deg C", "ºC", "℃", "Celsius", "degrees C", "cel"},
    {"[degF]", "°F", "degF", "deg F", "ºF", "℉", "Fahrenheit", "degrees F", "[DegF]"},
    {"K", "Kelvin"},
    {
      "/min",
      "{beats}/min",
      "{Beats}/min",
      "{breaths}/min",
      "{resp}/min",
      "beats/min",
      "beats/minute",
      "bpm",
      "BPM",
      "breaths/min",
      "breaths/minute",
      "br/min",
      "1/min",
      "per minute"
    },
    {"10*3/uL", "10^3/uL", "x10E3/uL", "x10^3/uL", "K/uL", "K/µL", "10*3/µL", "thou/uL"},
    {"10*9/L", "10^9/L", "x10^9/L", "x10E9/L", "G/l"},
    {"U/L", "U/l", "unit/L", "units/L"},
    {"[IU]/L", "IU/L", "[iU]/L", "IU/l"},
    {"a", "yr", "yrs", "year", "years"},
    {"mo", "month", "months"},
    {"wk", "week", "weeks"},
    {"d", "day", "days"},
    {"h", "hr", "hrs", "hour", "hours"},
    {"min", "minute", "minutes"},
    {"s", "sec", "second", "seconds"},
    {"1", "{INR}", "INR", "{ratio}", "ratio", "{score}", "score", "{Score}", "{#}", "{count}"},
    {"L/min", "l/min", "LPM", "lpm", "L/minute"},
  };

  private static final Map<String, String> UCUM = new HashMap<>();

  static {
    for (String[] unit : TABLE) {
      for (String spelling : unit) {
        UCUM.put(spelling, unit[0]);
      }
    }
    // Valid in UCUM as another unit (gauss per litre, litre of gas), and never that in a record.
    UCUM.remove("G/l");
  }

  private UnitSpellings() {}

  /** The UCUM unit that a text means, empty if the text is not in the table. */
  static Optional<String> ucumOf(String text) {
    return Optional.ofNullable(UCUM.get(text.strip()));
  }

  /** All texts of the table. */
  static Set<String> all() {
    return new HashSet<>(UCUM.keySet());
  }
}
