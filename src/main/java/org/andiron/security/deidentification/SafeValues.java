package org.andiron.security.deidentification;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.math.BigDecimal;
import java.time.Year;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;

/**
 * Makes safe values of values. Each is put together anew of parts that are known to be safe; what
 * has no rule has no safe value. Texts of any kind have none.
 *
 * @see <a href="https://www.ecfr.gov/current/title-45/section-164.514#p-164.514(b)(2)">45 CFR
 *     164.514(b)(2)</a>
 */
final class SafeValues {

  /** All ages above are one. */
  static final int HIGHEST_AGE = 89;

  private static final String UCUM = "http://unitsofmeasure.org";
  private static final Pattern SYSTEM = Pattern.compile("(https?://|urn:oid:)[!-~]+");
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:^/+-]{1,32}");
  private static final Pattern UNIT = Pattern.compile("[!-~]{1,32}");

  private final Pseudonyms pseudonyms;
  private final Year now;

  SafeValues(Pseudonyms pseudonyms, Year now) {
    this.pseudonyms = pseudonyms;
    this.now = now;
  }

  /** The safe value of a value, which is not changed. */
  Optional<? extends IBase> of(IBase value) {
    if (value instanceof PrimitiveType<?> primitive) {
      return ofPrimitive(primitive);
    }
    if (value instanceof Coding coding) {
      return ofCoding(coding);
    }
    if (value instanceof CodeableConcept concept) {
      return ofConcept(concept);
    }
    if (value instanceof Quantity quantity) {
      return ofQuantity(quantity);
    }
    if (value instanceof Range range) {
      return ofRange(range);
    }
    if (value instanceof Ratio ratio) {
      return ofRatio(ratio);
    }
    if (value instanceof Period period) {
      return ofPeriod(period);
    }
    if (value instanceof Timing timing) {
      return ofTiming(timing);
    }
    if (value instanceof Reference reference) {
      return pseudonyms.ofReference(reference.getReference()).map(Reference::new);
    }
    return value instanceof Address address ? SafeAddress.of(address) : Optional.empty();
  }

  /** A birth date of somebody over 89 tells their age. */
  Optional<DateType> ofBirth(DateType birthDate) {
    return ofDate(birthDate, new DateType())
        .filter(it -> now.getValue() - it.getYear() <= HIGHEST_AGE);
  }

  private Optional<? extends IBase> ofPrimitive(PrimitiveType<?> value) {
    if (!value.hasValue()) {
      return Optional.empty();
    }
    if (value instanceof DateType date) {
      return ofDate(date, new DateType());
    }
    if (value instanceof DateTimeType date) {
      return ofDate(date, new DateTimeType());
    }
    boolean counts =
        value instanceof BooleanType
            || value instanceof IntegerType
            || value instanceof DecimalType
            || value instanceof Enumeration<?>;
    boolean isCode = value instanceof CodeType && CODE.matcher(value.getValueAsString()).matches();
    if (!counts && !isCode) {
      return Optional.empty();
    }
    PrimitiveType<?> safe = (PrimitiveType<?>) value.copy();
    safe.setId(null);
    safe.setExtension(null);
    return Optional.of(safe);
  }

  private static <T extends BaseDateTimeType> Optional<T> ofDate(BaseDateTimeType date, T safe) {
    if (!date.hasValue() || date.getYear() == null) {
      return Optional.empty();
    }
    safe.setValueAsString(String.format(Locale.ROOT, "%04d", date.getYear()));
    safe.setPrecision(TemporalPrecisionEnum.YEAR);
    return Optional.of(safe);
  }

  private static Optional<Coding> ofCoding(Coding coding) {
    boolean known =
        coding.hasSystem()
            && coding.hasCode()
            && SYSTEM.matcher(coding.getSystem()).matches()
            && CODE.matcher(coding.getCode()).matches();
    return known
        ? Optional.of(new Coding().setSystem(coding.getSystem()).setCode(coding.getCode()))
        : Optional.empty();
  }

  private static Optional<CodeableConcept> ofConcept(CodeableConcept concept) {
    CodeableConcept safe = new CodeableConcept();
    concept.getCoding().forEach(it -> ofCoding(it).ifPresent(safe::addCoding));
    return safe.isEmpty() ? Optional.empty() : Optional.of(safe);
  }

  /** Without a unit of UCUM the number is kept only if there is no unit at all. */
  private static Optional<Quantity> ofQuantity(Quantity quantity) {
    boolean ucum =
        UCUM.equals(quantity.getSystem())
            && quantity.hasCode()
            && UNIT.matcher(quantity.getCode()).matches();
    boolean bare = !quantity.hasUnit() && !quantity.hasCode() && !quantity.hasSystem();
    if (!quantity.hasValue() || !(ucum || bare)) {
      return Optional.empty();
    }
    Quantity safe = quantity instanceof Age ? new Age() : new Quantity();
    safe.setValue(quantity.getValue());
    safe.setComparator(quantity.getComparator());
    if (ucum) {
      safe.setSystem(UCUM).setCode(quantity.getCode());
    }
    return quantity instanceof Age ? ofAge(safe) : Optional.of(safe);
  }

  private static Optional<Quantity> ofAge(Quantity age) {
    if (!"a".equals(age.getCode())) {
      return Optional.empty();
    }
    if (age.getValue().compareTo(BigDecimal.valueOf(HIGHEST_AGE)) > 0) {
      age.setValue(HIGHEST_AGE + 1).setComparator(Quantity.QuantityComparator.GREATER_OR_EQUAL);
    }
    return Optional.of(age);
  }

  private static Optional<Range> ofRange(Range range) {
    Range safe = new Range();
    ofQuantity(range.getLow()).ifPresent(safe::setLow);
    ofQuantity(range.getHigh()).ifPresent(safe::setHigh);
    return safe.isEmpty() ? Optional.empty() : Optional.of(safe);
  }

  private static Optional<Ratio> ofRatio(Ratio ratio) {
    Ratio safe = new Ratio();
    ofQuantity(ratio.getNumerator()).ifPresent(safe::setNumerator);
    ofQuantity(ratio.getDenominator()).ifPresent(safe::setDenominator);
    return safe.hasNumerator() == ratio.hasNumerator()
            && safe.hasDenominator() == ratio.hasDenominator()
            && !safe.isEmpty()
        ? Optional.of(safe)
        : Optional.empty();
  }

  private static Optional<Period> ofPeriod(Period period) {
    Period safe = new Period();
    ofDate(period.getStartElement(), new DateTimeType()).ifPresent(safe::setStartElement);
    ofDate(period.getEndElement(), new DateTimeType()).ifPresent(safe::setEndElement);
    return safe.isEmpty() ? Optional.empty() : Optional.of(safe);
  }

  /** How often; not when. */
  private static Optional<Timing> ofTiming(Timing timing) {
    Timing safe = new Timing();
    ofConcept(timing.getCode()).ifPresent(safe::setCode);
    TimingRepeatComponent repeat = timing.getRepeat();
    TimingRepeatComponent safeRepeat = new TimingRepeatComponent();
    if (repeat.hasFrequency()) {
      safeRepeat.setFrequency(repeat.getFrequency());
    }
    if (repeat.hasPeriod() && repeat.hasPeriodUnit()) {
      safeRepeat.setPeriod(repeat.getPeriod()).setPeriodUnit(repeat.getPeriodUnit());
    }
    if (repeat.hasDuration() && repeat.hasDurationUnit()) {
      safeRepeat.setDuration(repeat.getDuration()).setDurationUnit(repeat.getDurationUnit());
    }
    if (!safeRepeat.isEmpty()) {
      safe.setRepeat(safeRepeat);
    }
    return safe.isEmpty() ? Optional.empty() : Optional.of(safe);
  }
}
