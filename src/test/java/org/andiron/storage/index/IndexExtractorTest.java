package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.context.ComboSearchParamType;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.context.RuntimeSearchParam.RuntimeSearchParamStatusEnum;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.andiron.storage.index.IndexEntries.DateEntry;
import org.andiron.storage.index.IndexEntries.NamedCode;
import org.andiron.storage.index.IndexEntries.NumberEntry;
import org.andiron.storage.index.IndexEntries.PositionEntry;
import org.andiron.storage.index.IndexEntries.QuantityEntry;
import org.andiron.storage.index.IndexEntries.StringEntry;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.andiron.storage.index.IndexEntries.TokenEntry;
import org.andiron.storage.index.IndexEntries.UriEntry;
import org.andiron.storage.index.IndexEntries.WordsEntry;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.MolecularSequence;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IndexExtractorTest {

  private static final String LOINC = "http://loinc.org";

  private final StandardParameters registry = new StandardParameters();
  private final IndexExtractor extractor =
      new IndexExtractor(
          FhirContext.forR4Cached(),
          registry,
          new CanonicalUnits(),
          texts(resource -> new TextEntry("", "", "")),
          resource -> resource);

  /** Words as they are written. */
  private static TextIndexer texts(Function<Resource, TextEntry> text) {
    return new TextIndexer() {
      @Override
      public TextEntry textOf(Resource resource) {
        return text.apply(resource);
      }

      @Override
      public String wordsOf(List<String> texts) {
        return String.join("; ", texts);
      }
    };
  }

  private List<TokenEntry> tokens(Resource resource, String parameter) {
    return extractor.entriesOf(resource).tokens().stream()
        .filter(entry -> entry.parameter().equals(parameter))
        .toList();
  }

  private List<StringEntry> strings(Resource resource, String parameter) {
    return extractor.entriesOf(resource).strings().stream()
        .filter(entry -> entry.parameter().equals(parameter))
        .toList();
  }

  private List<DateEntry> dates(Resource resource, String parameter) {
    return extractor.entriesOf(resource).dates().stream()
        .filter(entry -> entry.parameter().equals(parameter))
        .toList();
  }

  private List<QuantityEntry> quantities(Resource resource, String parameter) {
    return extractor.entriesOf(resource).quantities().stream()
        .filter(entry -> entry.parameter().equals(parameter))
        .toList();
  }

  private List<UriEntry> uris(Resource resource, String parameter) {
    return extractor.entriesOf(resource).uris().stream()
        .filter(entry -> entry.parameter().equals(parameter))
        .toList();
  }

  private static @Nullable Instant at(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static RuntimeSearchParam parameter(
      String code, RestSearchParameterTypeEnum type, String expression) {
    return new RuntimeSearchParam(
        null,
        "http://example.org/SearchParameter/" + code,
        code,
        code,
        expression,
        type,
        null,
        null,
        RuntimeSearchParamStatusEnum.ACTIVE,
        Set.of("Patient"));
  }

  @Nested
  class Tokens {

    @Test
    void ofAConceptHaveTheirNames() {
      Observation observation = new Observation();
      observation
          .setCode(
              new CodeableConcept()
                  .setText("Height")
                  .addCoding(new Coding(LOINC, "8302-2", "Body height"))
                  .addCoding(new Coding(null, "height", null)))
          .setStatus(Observation.ObservationStatus.FINAL);
      assertThat(extractor.entriesOf(observation).codes())
          .filteredOn(it -> it.parameter().equals("code"))
          .containsExactly(
              new NamedCode("code", LOINC, "8302-2", false, "Body height"),
              new NamedCode("code", LOINC, "8302-2", true, "Height"),
              new NamedCode("code", null, "height", false, ""),
              new NamedCode("code", null, "height", true, "Height"));
      assertThat(extractor.entriesOf(observation).codes())
          .contains(
              new NamedCode("status", "http://hl7.org/fhir/observation-status", "final", false, ""))
          .noneMatch(it -> it.parameter().contains("$"));
    }

    @Test
    void ofAConceptAreItsCodingsAndItsTextsAreForText() {
      Observation observation = new Observation();
      observation
          .getCode()
          .setText("Körpergröße")
          .addCoding(new Coding(LOINC, "8302-2", "Body height"))
          .addCoding(new Coding(null, "height", null))
          .addCoding(new Coding("http://local", null, null));
      assertThat(tokens(observation, "code"))
          .containsExactly(
              new TokenEntry("code", 0, LOINC, "8302-2"),
              new TokenEntry("code", 0, null, "height"),
              new TokenEntry("code", 0, "http://local", ""));
      assertThat(strings(observation, "code:text"))
          .extracting(StringEntry::folded, StringEntry::exact)
          .containsExactlyInAnyOrder(
              tuple("body height", "Body height"), tuple("korpergrosse", "Körpergröße"));
      assertThat(extractor.entriesOf(observation).words())
          .contains(new WordsEntry("code:text", "Body height; Körpergröße"))
          .noneMatch(it -> it.parameter().contains("$"));
    }

    @Test
    void ofACodingAreItself() {
      Encounter encounter = new Encounter().setClass_(new Coding("http://c", "AMB", "ambulatory"));
      assertThat(tokens(encounter, "class"))
          .containsExactly(new TokenEntry("class", 0, "http://c", "AMB"));
      assertThat(strings(encounter, "class:text"))
          .containsExactly(new StringEntry("class:text", 0, "ambulatory", "ambulatory"));
    }

    @Test
    void ofAnIdentifierAreItsValueAndItsTypes() {
      Patient patient = new Patient();
      patient
          .addIdentifier()
          .setSystem("http://mrn")
          .setValue("12 A")
          .getType()
          .setText("Record number")
          .addCoding(new Coding("http://v2", "MR", "Medical record number"));
      patient.addIdentifier().setSystem("http://only");
      assertThat(tokens(patient, "identifier"))
          .containsExactly(
              new TokenEntry("identifier", 0, "http://mrn", "12 A"),
              new TokenEntry("identifier", 0, "http://only", ""));
      assertThat(tokens(patient, "identifier:of-type"))
          .containsExactly(new TokenEntry("identifier:of-type", 0, "http://v2", "MR|12 A"));
      assertThat(strings(patient, "identifier:text"))
          .extracting(StringEntry::exact)
          .containsExactly("Record number");
    }

    @Test
    void ofAContactPointHaveNoSystem() {
      Patient patient = new Patient();
      patient
          .addTelecom()
          .setSystem(ContactPoint.ContactPointSystem.PHONE)
          .setUse(ContactPoint.ContactPointUse.HOME)
          .setValue("+49 1");
      assertThat(tokens(patient, "telecom"))
          .containsExactly(new TokenEntry("telecom", 0, null, CaselessCode.of("+49 1")));
      assertThat(tokens(patient, "phone")).hasSize(1);
      assertThat(tokens(patient, "email")).isEmpty();
    }

    @Test
    void ofACodeHaveTheSystemThatDefinesIt() {
      Patient patient = new Patient().setGender(Enumerations.AdministrativeGender.FEMALE);
      assertThat(tokens(patient, "gender"))
          .containsExactly(
              new TokenEntry("gender", 0, "http://hl7.org/fhir/administrative-gender", "female"));
    }

    @Test
    void ofBooleansHaveNoSystem() {
      Patient patient = new Patient().setActive(true).setDeceased(new DateTimeType("2024"));
      assertThat(tokens(patient, "active"))
          .containsExactly(new TokenEntry("active", 0, null, "true"));
      assertThat(tokens(patient, "deceased"))
          .containsExactly(new TokenEntry("deceased", 0, null, "true"));
    }

    @Test
    void ofACodeListHaveItsSystem() {
      CodeSystem codes = new CodeSystem().setUrl("http://codes");
      codes.addConcept().setCode("a").setDisplay("A");
      assertThat(tokens(codes, "code"))
          .containsExactly(new TokenEntry("code", 0, "http://codes", "a"));
      ValueSet valueSet = new ValueSet();
      valueSet.getCompose().addInclude().setSystem("http://codes").addConcept().setCode("b");
      valueSet.getExpansion().addContains().setSystem("http://other").setCode("c");
      assertThat(tokens(valueSet, "code"))
          .containsExactly(
              new TokenEntry("code", 0, "http://other", "c"),
              new TokenEntry("code", 0, "http://codes", "b"));
      ValueSet empty = new ValueSet();
      assertThat(tokens(empty, "code")).isEmpty();
      assertThat(empty.hasCompose() || empty.hasExpansion()).isFalse();
    }
  }

  @Nested
  class Strings {

    @Test
    void ofANameAreItsPartsAndWhatFollowsAWordOfThem() {
      Patient patient = new Patient();
      patient.addName(
          new HumanName()
              .setFamily("Hüber")
              .addGiven("Anna")
              .addGiven("Maria")
              .addPrefix("Dr.")
              .addSuffix("Jr.")
              .setText("Dr. Anna Hüber"));
      assertThat(strings(patient, "name"))
          .extracting(StringEntry::folded, StringEntry::exact)
          .containsExactly(
              tuple("huber", "Hüber"),
              tuple("anna", "Anna"),
              tuple("maria", "Maria"),
              tuple("dr", "Dr."),
              tuple("jr", "Jr."),
              tuple("dr anna huber", "Dr. Anna Hüber"),
              tuple("anna huber", ""),
              tuple("huber", ""));
      assertThat(strings(patient, "given")).hasSize(2);
      assertThat(strings(patient, "family")).hasSize(1);
    }

    @Test
    void withAHyphenHaveFurtherForms() {
      Patient patient = new Patient();
      patient.addName().addGiven("Anna-Lena");
      patient.addAddress().setCity("Köln-Deutz");
      for (String parameter : List.of("name", "given")) {
        assertThat(strings(patient, parameter))
            .containsExactly(
                new StringEntry(parameter, 0, "annalena", "Anna-Lena"),
                new StringEntry(parameter, 0, "anna lena", ""),
                new StringEntry(parameter, 0, "lena", ""));
      }
      assertThat(strings(patient, "address-city"))
          .containsExactly(
              new StringEntry("address-city", 0, "kolndeutz", "Köln-Deutz"),
              new StringEntry("address-city", 0, "koln deutz", ""));
    }

    @Test
    void ofAnAddressAreItsParts() {
      Patient patient = new Patient();
      patient.addAddress(
          new Address()
              .addLine("1 High St")
              .addLine("Flat 2")
              .setCity("Leeds")
              .setDistrict("West")
              .setState("Yorks")
              .setPostalCode("LS1")
              .setCountry("GB")
              .setText("1 High St, Leeds"));
      assertThat(strings(patient, "address"))
          .extracting(StringEntry::exact)
          .containsExactly(
              "1 High St", "Flat 2", "Leeds", "West", "Yorks", "LS1", "GB", "1 High St, Leeds");
      assertThat(strings(patient, "address-city")).hasSize(1);
    }

    @Test
    void ofAnObservationAreItsTextAndThatOfItsConcept() {
      Observation observation = new Observation();
      observation.setValue(new StringType("Grün"));
      assertThat(strings(observation, "value-string"))
          .containsExactly(new StringEntry("value-string", 0, "grun", "Grün"));
      observation.setValue(new CodeableConcept().setText("red"));
      assertThat(strings(observation, "value-string"))
          .containsExactly(new StringEntry("value-string", 0, "red", "red"));
    }

    @Test
    void soundAlikeInThePhoneticParameter() {
      Patient one = new Patient();
      one.addName().setFamily("Meier").addGiven("Jon").setText("王小明");
      Patient other = new Patient();
      other.addName().setFamily("Mayer").addGiven("John").setText("王小明");
      assertThat(strings(one, "phonetic")).isEqualTo(strings(other, "phonetic")).hasSize(4);
    }

    @Test
    void areLeftOutWhenBlank() {
      Patient patient = new Patient();
      patient.addName().setFamily("  ");
      assertThat(strings(patient, "name")).isEmpty();
    }
  }

  @Nested
  class Dates {

    @Test
    void ofADateAreTheDay() {
      Patient patient = new Patient();
      patient.setBirthDateElement(new DateType("1980-03"));
      assertThat(dates(patient, "birthdate"))
          .containsExactly(
              new DateEntry(
                  "birthdate", 0, at("1980-03-01T00:00:00Z"), at("1980-04-01T00:00:00Z")));
    }

    @Test
    void ofAPeriodAreFromItsStartToAfterItsEnd() {
      assertThat(encounterDates("2024-03-01", "2024-03-02T10:00:00+01:00"))
          .containsExactly(
              new DateEntry("date", 0, at("2024-03-01T00:00:00Z"), at("2024-03-02T09:00:01Z")));
    }

    @Test
    void ofAnOpenPeriodAreOpen() {
      assertThat(encounterDates("2024-03-01", null))
          .containsExactly(new DateEntry("date", 0, at("2024-03-01T00:00:00Z"), null));
      assertThat(encounterDates(null, "2024-03-01"))
          .containsExactly(new DateEntry("date", 0, null, at("2024-03-02T00:00:00Z")));
    }

    @Test
    void ofAPeriodWithoutEndsOrInDisorderAreNone() {
      assertThat(encounterDates(null, null)).isEmpty();
      assertThat(encounterDates("2024-03-02", "2024-03-01")).isEmpty();
    }

    @Test
    void ofATimingAreItsOuterLimits() {
      Timing timing = new Timing();
      timing.addEvent(new DateTimeType("2024-03-05").getValue());
      timing.getEvent().get(0).setValueAsString("2024-03-05");
      timing.addEventElement().setValueAsString("2024-03-01");
      assertThat(activityDates(timing))
          .extracting(DateEntry::low, DateEntry::high)
          .containsExactly(tuple(at("2024-03-01T00:00:00Z"), at("2024-03-06T00:00:00Z")));
      timing.getRepeat().setBounds(period("2024-02-01", "2024-03-02"));
      assertThat(activityDates(timing))
          .extracting(DateEntry::low, DateEntry::high)
          .containsExactly(tuple(at("2024-02-01T00:00:00Z"), at("2024-03-06T00:00:00Z")));
      timing.getRepeat().setBounds(period("2024-02-01", null));
      assertThat(activityDates(timing))
          .extracting(DateEntry::low, DateEntry::high)
          .containsExactly(tuple(at("2024-02-01T00:00:00Z"), null));
    }

    @Test
    void ofATimingWithoutLimitsAreNone() {
      Timing timing = new Timing();
      assertThat(activityDates(timing)).isEmpty();
      timing.getRepeat().setCount(3);
      assertThat(activityDates(timing)).isEmpty();
    }

    private List<DateEntry> encounterDates(@Nullable String start, @Nullable String end) {
      return dates(new Encounter().setPeriod(period(start, end)), "date");
    }

    private List<DateEntry> activityDates(Timing timing) {
      CarePlan plan = new CarePlan();
      plan.addActivity().getDetail().setScheduled(timing);
      return dates(plan, "activity-date");
    }

    private static Period period(@Nullable String start, @Nullable String end) {
      Period period = new Period();
      if (start != null) {
        period.setStartElement(new DateTimeType(start));
      }
      if (end != null) {
        period.setEndElement(new DateTimeType(end));
      }
      return period;
    }
  }

  @Nested
  class Numbers {

    @Test
    void ofADecimalAndAnInteger() {
      RiskAssessment assessment = new RiskAssessment();
      assessment.addPrediction().setProbability(new DecimalType("0.30"));
      assertThat(extractor.entriesOf(assessment).numbers())
          .containsExactly(new NumberEntry("probability", 0, decimal("0.30"), decimal("0.30")));
      MolecularSequence sequence = new MolecularSequence();
      sequence.addVariant().setStart(7);
      assertThat(extractor.entriesOf(sequence).numbers())
          .contains(new NumberEntry("variant-start", 0, decimal("7"), decimal("7")));
    }

    @Test
    void ofARangeHaveItsEnds() {
      RiskAssessment assessment = new RiskAssessment();
      assessment.addPrediction().setProbability(new Range().setHigh(new Quantity(5)));
      assertThat(extractor.entriesOf(assessment).numbers())
          .containsExactly(new NumberEntry("probability", 0, null, decimal("5")));
    }

    @Test
    void thatAreTooLargeToKeepAreLeftOut() {
      RiskAssessment assessment = new RiskAssessment();
      assessment.addPrediction().setProbability(new DecimalType("1e999999"));
      assertThat(extractor.entriesOf(assessment).numbers()).isEmpty();
    }
  }

  @Nested
  class Quantities {

    @Test
    void haveTheirUnitAndTheCanonicalOne() {
      assertThat(values(quantity("5", "mg")))
          .containsExactly(
              new QuantityEntry(
                  "value-quantity",
                  0,
                  CanonicalUnits.UCUM,
                  "mg",
                  "unit mg",
                  decimal("5"),
                  decimal("5"),
                  new CanonicalRange("g", decimal("0.005"), decimal("0.005"))));
    }

    @Test
    void withoutAUnitOfUcumHaveNoCanonicalOne() {
      assertThat(values(new Quantity().setValue(decimal("3")).setUnit("Tabletten")))
          .containsExactly(
              new QuantityEntry(
                  "value-quantity", 0, null, null, "Tabletten", decimal("3"), decimal("3"), null));
    }

    @Test
    void withAComparatorAreOpen() {
      assertThat(values(quantity("5", "g").setComparator(QuantityComparator.LESS_THAN)))
          .extracting(QuantityEntry::low, QuantityEntry::high)
          .containsExactly(tuple(null, decimal("4.99999999999999999")));
      assertThat(values(quantity("0.5", "g").setComparator(QuantityComparator.GREATER_THAN)))
          .extracting(QuantityEntry::low, QuantityEntry::high)
          .containsExactly(tuple(decimal("0.500000000000000001"), null));
      assertThat(values(quantity("5", "g").setComparator(QuantityComparator.GREATER_OR_EQUAL)))
          .extracting(QuantityEntry::low, QuantityEntry::high)
          .containsExactly(tuple(decimal("5"), null));
    }

    @Test
    void withoutAValueAreLeftOut() {
      assertThat(values(new Quantity().setUnit("mg"))).isEmpty();
      assertThat(values(quantity("1e999999", "mg"))).isEmpty();
    }

    @Test
    void ofARangeHaveItsEnds() {
      assertThat(onset(new Range().setLow(quantity("30", "a")).setHigh(quantity("40", "a"))))
          .extracting(QuantityEntry::code, QuantityEntry::low, QuantityEntry::high)
          .containsExactly(tuple("a", decimal("30"), decimal("40")));
      assertThat(onset(new Range().setHigh(quantity("40", "a"))))
          .extracting(QuantityEntry::code, QuantityEntry::low, QuantityEntry::high)
          .containsExactly(tuple("a", null, decimal("40")));
      assertThat(onset(new Range())).isEmpty();
      assertThat(onset(new Range().setLow(quantity("4", "a")).setHigh(quantity("3", "a"))))
          .isEmpty();
    }

    @Test
    void ofARangeInTwoUnitsAreInTheirCanonicalOne() {
      assertThat(onset(new Range().setLow(quantity("1", "h")).setHigh(quantity("90", "min"))))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.code()).isEqualTo("s");
                assertThat(entry.low()).isEqualByComparingTo("3600");
                assertThat(entry.high()).isEqualByComparingTo("5400");
              });
      assertThat(onset(new Range().setLow(quantity("1", "h")).setHigh(quantity("9", "g"))))
          .isEmpty();
    }

    @Test
    void ofAnAgeAndOfMoney() {
      Age age = new Age();
      age.setValue(decimal("40")).setSystem(CanonicalUnits.UCUM).setCode("a");
      assertThat(onset(age)).hasSize(1);
      Invoice invoice = new Invoice();
      invoice.setTotalGross(new Money().setValue(decimal("9.90")).setCurrency("EUR"));
      assertThat(quantities(invoice, "totalgross"))
          .containsExactly(
              new QuantityEntry(
                  "totalgross",
                  0,
                  "urn:iso:std:iso:4217",
                  "EUR",
                  null,
                  decimal("9.90"),
                  decimal("9.90"),
                  null));
    }

    @Test
    void areNotMadeOfSamples() {
      Observation observation = new Observation();
      observation.setValue(new SampledData().setOrigin(quantity("1", "mV")));
      assertThat(quantities(observation, "value-quantity")).isEmpty();
    }

    private List<QuantityEntry> values(Quantity quantity) {
      return quantities(new Observation().setValue(quantity), "value-quantity");
    }

    private List<QuantityEntry> onset(org.hl7.fhir.r4.model.Type onset) {
      return quantities(new Condition().setOnset(onset), "onset-age");
    }

    private static Quantity quantity(String value, String code) {
      return new Quantity()
          .setValue(new BigDecimal(value))
          .setUnit("unit " + code)
          .setSystem(CanonicalUnits.UCUM)
          .setCode(code);
    }
  }

  @Nested
  class UrisAndReferences {

    @Test
    void areUrisAsTheyStand() {
      ValueSet valueSet = new ValueSet().setUrl("http://a/ValueSet/1#x|y");
      assertThat(uris(valueSet, "url"))
          .containsExactly(new UriEntry("url", 0, "http://a/ValueSet/1#x|y", null));
    }

    @Test
    void areCanonicalsWithTheirVersion() {
      PlanDefinition plan = new PlanDefinition().addLibrary("http://a/Library/1|2.0#part");
      plan.addLibrary("http://a/Library/2");
      assertThat(
              uris(
                  new CarePlan()
                      .addInstantiatesCanonical("http://a/PlanDefinition/1|2.0#part")
                      .addInstantiatesCanonical("http://a/PlanDefinition/2"),
                  "instantiates-canonical"))
          .containsExactly(
              new UriEntry("instantiates-canonical", 0, "http://a/PlanDefinition/1", "2.0"),
              new UriEntry("instantiates-canonical", 0, "http://a/PlanDefinition/2", null));
      assertThat(extractor.entriesOf(plan).uris())
          .contains(new UriEntry("depends-on", 0, "http://a/Library/1", "2.0"));
    }

    @Test
    void areReferencesThatLinksDoNotHold() {
      Observation observation = new Observation();
      observation.addPerformer(new Reference("Practitioner/1"));
      observation.addPerformer(new Reference("Practitioner/1/_history/2"));
      observation.addPerformer(new Reference("#contained"));
      observation.addPerformer(new Reference("http://a/fhir/Practitioner/2/_history/3"));
      observation.addPerformer(new Reference("urn:uuid:9f"));
      assertThat(uris(observation, "performer"))
          .containsExactly(
              new UriEntry("performer", 0, "Practitioner/1", "2"),
              new UriEntry("performer", 0, "#contained", null),
              new UriEntry("performer", 0, "http://a/fhir/Practitioner/2", "3"),
              new UriEntry("performer", 0, "urn:uuid:9f", null));
    }

    @Test
    void haveIdentifiersAndDisplays() {
      Reference reference = new Reference("Patient/1").setDisplay("Anna Hüber");
      reference.getIdentifier().setSystem("http://mrn").setValue("1");
      Observation observation = new Observation().setSubject(reference);
      assertThat(tokens(observation, "patient:identifier"))
          .containsExactly(new TokenEntry("patient:identifier", 0, "http://mrn", "1"));
      assertThat(strings(observation, "subject:text"))
          .containsExactly(new StringEntry("subject:text", 0, "anna huber", "Anna Hüber"));
    }
  }

  @Nested
  class Positions {

    @Test
    void areThoseOfLocations() {
      assertThat(near("52.5", "-13.4")).containsExactly(new PositionEntry("near", 52.5, -13.4));
    }

    @Test
    void beyondTheEarthAreLeftOut() {
      assertThat(near("91", "0")).isEmpty();
      assertThat(near("0", "-180.5")).isEmpty();
      assertThat(near("0", null)).isEmpty();
    }

    private List<PositionEntry> near(String latitude, @Nullable String longitude) {
      Location location = new Location();
      location.getPosition().setLatitude(decimal(latitude));
      if (longitude != null) {
        location.getPosition().setLongitude(decimal(longitude));
      }
      return extractor.entriesOf(location).positions();
    }
  }

  @Nested
  class Composites {

    @Test
    void keepTheComponentsOfAnElementTogether() {
      Observation panel = new Observation();
      panel.getCode().addCoding(new Coding(LOINC, "85354-9", null));
      addComponent(panel, "8480-6", "120");
      addComponent(panel, "8462-4", "80");
      addComponent(panel, "none", null);
      IndexEntries entries = extractor.entriesOf(panel);
      assertThat(tokens(panel, "component-code-value-quantity$1"))
          .extracting(TokenEntry::group, TokenEntry::code)
          .containsExactly(tuple(1, "8480-6"), tuple(2, "8462-4"));
      assertThat(quantities(panel, "component-code-value-quantity$2"))
          .extracting(QuantityEntry::group, QuantityEntry::low)
          .containsExactly(tuple(1, decimal("120")), tuple(2, decimal("80")));
      assertThat(tokens(panel, "combo-code-value-quantity$1")).hasSize(2);
      assertThat(entries.tokens()).noneMatch(entry -> entry.parameter().startsWith("code-value"));
      assertThat(entries.strings()).noneMatch(entry -> entry.parameter().contains("$"));
    }

    @Test
    void haveDatesAndStringsToo() {
      Observation observation = new Observation();
      observation.getCode().addCoding(new Coding(LOINC, "1", null));
      observation.setValue(new DateTimeType("2024"));
      assertThat(dates(observation, "code-value-date$2"))
          .containsExactly(
              new DateEntry(
                  "code-value-date$2", 1, at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z")));
      observation.setValue(new StringType("Grün"));
      assertThat(strings(observation, "code-value-string$2"))
          .containsExactly(new StringEntry("code-value-string$2", 1, "grun", "Grün"));
    }

    @Test
    void keepReferences() {
      DocumentReference document = new DocumentReference();
      document
          .addRelatesTo()
          .setCode(DocumentReference.DocumentRelationshipType.REPLACES)
          .setTarget(new Reference("DocumentReference/1/_history/2"));
      assertThat(uris(document, "relationship$1"))
          .containsExactly(new UriEntry("relationship$1", 1, "DocumentReference/1", "2"));
      assertThat(tokens(document, "relationship$2"))
          .extracting(TokenEntry::group, TokenEntry::code)
          .containsExactly(tuple(1, "replaces"));
      assertThat(uris(document, "relation")).isEmpty();
    }

    @Test
    void reachTheWholeResource() {
      MolecularSequence sequence = new MolecularSequence();
      sequence.getReferenceSeq().getChromosome().addCoding(new Coding("http://c", "3", null));
      sequence.addVariant().setStart(10).setEnd(20);
      assertThat(tokens(sequence, "chromosome-variant-coordinate$1"))
          .containsExactly(new TokenEntry("chromosome-variant-coordinate$1", 1, "http://c", "3"));
      assertThat(extractor.entriesOf(sequence).numbers())
          .contains(
              new NumberEntry("chromosome-variant-coordinate$3", 1, decimal("20"), decimal("20")));
    }

    @Test
    void haveBooleans() {
      Group group = new Group();
      group
          .addCharacteristic()
          .setCode(new CodeableConcept(new Coding("http://c", "smoker", null)))
          .setValue(new BooleanType(false));
      assertThat(tokens(group, "characteristic-value$2"))
          .containsExactly(new TokenEntry("characteristic-value$2", 1, null, "false"));
    }

    private static void addComponent(Observation panel, String code, @Nullable String value) {
      Observation.ObservationComponentComponent component = panel.addComponent();
      component.getCode().addCoding(new Coding(LOINC, code, "display"));
      if (value != null) {
        component.setValue(new Quantity().setValue(decimal(value)));
      }
    }
  }

  @Nested
  class Registry {

    private final Patient patient =
        new Patient().addName(new HumanName().setFamily("Lee").addGiven("Anna"));

    @Test
    void whatItAddsOrReplacesIsIndexedFromThenOn() {
      assertThat(strings(patient, "first")).isEmpty();
      registry.add(parameter("first", RestSearchParameterTypeEnum.STRING, "Patient.name.given"));
      assertThat(strings(patient, "first")).extracting(StringEntry::exact).containsExactly("Anna");
      registry.add(parameter("first", RestSearchParameterTypeEnum.STRING, "Patient.name.family"));
      assertThat(strings(patient, "first")).extracting(StringEntry::exact).containsExactly("Lee");
    }

    @Test
    void expressionsBeyondTheGrammarAreEvaluatedByTheEngine() {
      registry.add(
          parameter(
              "initial",
              RestSearchParameterTypeEnum.STRING,
              "Patient.name.given.select(substring(0, 1)) | Patient.name.family"));
      assertThat(strings(patient, "initial"))
          .extracting(StringEntry::exact)
          .containsExactly("A", "Lee");
    }

    @Test
    void whatCannotBeEvaluatedIsLeftOut() {
      registry.add(parameter("broken", RestSearchParameterTypeEnum.STRING, "Patient.name.(((("));
      registry.add(
          parameter("failing", RestSearchParameterTypeEnum.STRING, "Patient.name.given.single()"));
      registry.add(parameter("none", RestSearchParameterTypeEnum.STRING, " "));
      patient.getNameFirstRep().addGiven("Maria");
      assertThat(strings(patient, "broken")).isEmpty();
      assertThat(strings(patient, "failing")).isEmpty();
      assertThat(strings(patient, "name")).hasSize(3);
    }

    @Test
    void constraintsAreNotIndexed() {
      registry.add(
          new RuntimeSearchParam(
              null,
              "http://example.org/SearchParameter/unique",
              null,
              null,
              "Patient",
              RestSearchParameterTypeEnum.COMPOSITE,
              null,
              null,
              RuntimeSearchParamStatusEnum.ACTIVE,
              ComboSearchParamType.UNIQUE,
              List.of(),
              Set.of("Patient")));
      assertThat(strings(patient, "name")).hasSize(2);
    }

    @Test
    void valuesOfTypesThatAParameterDoesNotHaveAreLeftOut() {
      for (RestSearchParameterTypeEnum type : RestSearchParameterTypeEnum.values()) {
        registry.add(parameter("odd-" + type, type, "Patient.name | Patient.contact"));
      }
      IndexEntries entries = extractor.entriesOf(patient);
      assertThat(entries.strings()).anyMatch(entry -> entry.parameter().equals("odd-STRING"));
      assertThat(entries.tokens()).noneMatch(entry -> entry.parameter().startsWith("odd"));
      assertThat(entries.uris()).isEmpty();
    }
  }

  @Test
  void everyValueIsIndexedOnce() {
    Patient patient = new Patient();
    patient.addName().setFamily("Lee").setText("Lee");
    patient.addName().setFamily("Lee");
    assertThat(strings(patient, "name")).hasSize(1);
  }

  @Test
  void whatTheServerKeepsElsewhereIsNotIndexed() {
    Patient patient = new Patient();
    patient.setId("1");
    patient
        .getMeta()
        .setSource("http://source")
        .setLastUpdated(new DateTimeType("2024").getValue())
        .addProfile("http://profile")
        .addTag(new Coding("http://tags", "t", null));
    IndexEntries entries = extractor.entriesOf(patient);
    assertThat(entries.tokens()).extracting(TokenEntry::parameter).containsOnly("deceased");
    assertThat(entries.dates()).isEmpty();
    assertThat(entries.uris()).containsExactly(new UriEntry("_source", 0, "http://source", null));
  }

  @Test
  void containedResourcesAreNotFollowedInCircles() {
    Encounter contained = new Encounter();
    contained.setId("e");
    Reference itself = new Reference("#e");
    contained.setPartOf(itself).setSubject(itself).setServiceProvider(itself);
    contained.addAppointment(itself).addBasedOn(itself).addEpisodeOfCare(itself).addAccount(itself);
    contained.addParticipant().setIndividual(itself);
    contained.addDiagnosis().setCondition(itself);
    contained.addLocation().setLocation(itself);
    Encounter container = new Encounter().setPartOf(new Reference("#e")).setSubject(itself);
    container.addContained(contained);
    assertThat(extractor.entriesOf(container).uris())
        .extracting(UriEntry::parameter)
        .contains("part-of:Encounter")
        .noneMatch(it -> it.startsWith("subject:") || it.matches(".*:.*:.*"));
  }

  @Test
  void chainsOfContainedResourcesHaveALimit() {
    Encounter container = new Encounter();
    container.addParticipant().setIndividual(new Reference("#p0"));
    for (int i = 0; i < 1000; i++) {
      Encounter contained = new Encounter();
      contained.setId("e" + i);
      container.addContained(contained);
      container.addLocation().setLocation(new Reference("#l" + i));
      Location location = new Location();
      location.setId("l" + i);
      container.addContained(location);
    }
    assertThat(uris(container, "location:Location")).hasSize(200);
  }

  @Test
  void textsThatFailAreEmpty() {
    IndexExtractor failing =
        new IndexExtractor(
            FhirContext.forR4Cached(),
            registry,
            new CanonicalUnits(),
            texts(
                resource -> {
                  throw new IllegalStateException();
                }),
            resource -> resource);
    assertThat(failing.entriesOf(new Patient().setActive(true)).text())
        .isEqualTo(new TextEntry("", "", ""));
  }

  @Test
  void whatTheDatabaseCannotKeepIsLeftOut() {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem("http://mrn").setValue("1".repeat(601));
    patient.addIdentifier().setSystem("http://" + "m".repeat(600)).setValue("2");
    patient.addIdentifier().setSystem("http://mrn").setValue("3\0");
    patient.addName().setFamily("Lee\0").addGiven("Anna");
    patient.addLink().setOther(new Reference("http://a/Patient/\0"));
    IndexEntries entries = extractor.entriesOf(patient);
    assertThat(entries.tokens()).extracting(TokenEntry::parameter).containsOnly("deceased");
    assertThat(strings(patient, "name")).extracting(StringEntry::exact).containsExactly("Anna");
    assertThat(entries.uris()).isEmpty();
  }

  @Test
  void everyStandardCompositeHasEntriesOfAllItsComponents() {
    FhirContext context = FhirContext.forR4Cached();
    for (String type : context.getResourceTypes()) {
      Set<String> indexed = new HashSet<>();
      for (int variant = 0; variant < 12; variant++) {
        IndexEntries entries = extractor.entriesOf(FilledResource.of(type, variant));
        entries.tokens().forEach(entry -> indexed.add(entry.parameter()));
        entries.strings().forEach(entry -> indexed.add(entry.parameter()));
        entries.dates().forEach(entry -> indexed.add(entry.parameter()));
        entries.numbers().forEach(entry -> indexed.add(entry.parameter()));
        entries.quantities().forEach(entry -> indexed.add(entry.parameter()));
        entries.uris().forEach(entry -> indexed.add(entry.parameter()));
      }
      for (RuntimeSearchParam parameter :
          registry.getActiveSearchParams(type, SearchParamLookupContextEnum.INDEX).values()) {
        for (int number = 1; number <= parameter.getComponents().size(); number++) {
          assertThat(indexed).as(type).contains(parameter.getName() + "$" + number);
        }
      }
    }
  }

  @Test
  void anyResourceIsIndexedAndLeftAsItIs() {
    FhirContext context = FhirContext.forR4Cached();
    for (String type : context.getResourceTypes()) {
      for (int variant = 0; variant < 3; variant++) {
        Resource resource = FilledResource.of(type, variant);
        Resource before = resource.copy();
        IndexEntries entries = extractor.entriesOf(resource);
        assertThat(entries).isEqualTo(extractor.entriesOf(before));
        assertThat(resource.equalsDeep(before)).as(type).isTrue();
      }
    }
  }
}
