package org.andiron.risk.feature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured, where units of mass and of amount of substance are in use beside each other.
 *
 * <p>Molar masses are sums of the abridged standard atomic weights of IUPAC (CIAAW 2021): H 1.008,
 * C 12.011, N 14.007, O 15.999, P 30.974.
 */
public enum Analyte {
  /** C27H46O; also of HDL and LDL. */
  CHOLESTEROL(386.664),
  /** As triolein, C57H104O6. */
  TRIGLYCERIDES(885.453),
  /** C6H12O6. */
  GLUCOSE(180.156),
  /** C4H7N3O. */
  CREATININE(113.120),
  /** C33H36N4O6. */
  BILIRUBIN(584.673),
  /** C5H4N4O3. */
  URIC_ACID(168.112),
  /** CH4N2O. */
  UREA(60.056),
  /** The two nitrogen atoms of urea, in which mass is told where it is called BUN. */
  UREA_NITROGEN(28.014),
  /** Albumin over creatinine in urine; the amount of substance is that of creatinine. */
  ALBUMIN_PER_CREATININE(113.120),
  /** C3H6O3. */
  LACTATE(90.078),
  /** Ca. */
  CALCIUM(40.078),
  /** Mg. */
  MAGNESIUM(24.305),
  /** The phosphorus of phosphate, in which its mass is told. */
  PHOSPHATE(30.974),
  /** Fe. */
  IRON(55.845),
  /** Na+: one equivalent is one mole. */
  SODIUM(22.990),
  /** K+: one equivalent is one mole. */
  POTASSIUM(39.098),
  /** Cl-: one equivalent is one mole. */
  CHLORIDE(35.45),
  /** Catalytic activity, of which records write {@code U} and {@code [IU]} for the same. */
  ENZYME(Double.NaN),
  /**
   * Haemoglobin A1c: percent of NGSP and mmol/mol of IFCC, which are joined by the master equation
   * {@code NGSP = 0.09148 · IFCC + 2.152} (C. Weykamp et al., Clin Chem 54 (2008) 240) and not by a
   * factor.
   */
  HBA1C(Double.NaN);

  private final double gramsPerMole;

  Analyte(double gramsPerMole) {
    this.gramsPerMole = gramsPerMole;
  }

  /** Molar mass; NaN of those that are not told in moles. */
  double gramsPerMole() {
    return gramsPerMole;
  }

  boolean isMonovalentIon() {
    return this == SODIUM || this == POTASSIUM || this == CHLORIDE;
  }

  /** As definitions write it, {@code uric-acid}. */
  public static Optional<Analyte> of(String name) {
    return Arrays.stream(values()).filter(analyte -> analyte.text().equals(name)).findFirst();
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
