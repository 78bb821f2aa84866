package org.andiron.risk.training;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.learning.TrainingExample;

/**
 * Takes the examples of a patient from a record: for each index time the inputs as they could be
 * known then, and what came after. A pure function of record, definition and key. Thread-safe.
 */
final class Collector {

  private final TrainingDefinition definition;
  private final Pseudonyms pseudonyms;
  private final FeatureExtractor inputs;
  private final OutcomeSearch outcomes;

  Collector(TrainingDefinition definition, Pseudonyms pseudonyms, UnitConverter converter) {
    this.definition = definition;
    this.pseudonyms = pseudonyms;
    this.inputs = new FeatureExtractor(definition.features(), converter);
    this.outcomes = new OutcomeSearch(definition.outcome(), definition.followUp(), converter);
  }

  /** What a patient gives whose record cannot be read. */
  CollectedPatient unreadable(String patientId) {
    return excluded(patientId, ExclusionReason.UNREADABLE);
  }

  /** What a patient gives who refuses. */
  CollectedPatient refused(String patientId) {
    return excluded(patientId, ExclusionReason.REFUSED);
  }

  /** What a patient gives. */
  CollectedPatient collect(String patientId, PatientRecord record) {
    Person person = new Person(record.patient());
    if (person.isReplaced()) {
      return excluded(patientId, ExclusionReason.REPLACED);
    }
    if (person.isTest()) {
      return excluded(patientId, ExclusionReason.TEST_PATIENT);
    }
    if (person.isDeathUndated()) {
      return excluded(patientId, ExclusionReason.DEATH_UNDATED);
    }
    List<Instant> times = definition.index().times(record);
    if (times.isEmpty()) {
      return excluded(patientId, ExclusionReason.NO_INDEX);
    }
    return new Examples(pseudonyms.of(patientId), record, person).at(times);
  }

  private CollectedPatient excluded(String patientId, ExclusionReason reason) {
    return new CollectedPatient(pseudonyms.of(patientId), List.of(), CohortFlow.excluded(reason));
  }

  /** The examples of one patient, and what is counted of them. */
  private final class Examples {

    private final String pseudonym;
    private final PatientRecord record;
    private final Person person;
    private final Optional<Instant> firstContact;
    private final List<TrainingExample> examples = new ArrayList<>();
    private final Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
    private final Map<String, Long> washedOut = new HashMap<>();

    Examples(String pseudonym, PatientRecord record, Person person) {
      this.pseudonym = pseudonym;
      this.record = record;
      this.person = person;
      this.firstContact = record.contacts().map(contacts -> contacts.first());
    }

    CollectedPatient at(List<Instant> times) {
      times.forEach(index -> exclusion(index).ifPresentOrElse(this::exclude, () -> add(index)));
      long events =
          definition.outcome().isEvent()
              ? examples.stream().filter(example -> example.outcome() == 1).count()
              : 0;
      CohortFlow flow =
          new CohortFlow(
              1,
              Map.of(),
              times.size(),
              excluded,
              washedOut,
              examples.isEmpty() ? 0 : 1,
              examples.size(),
              events);
      return new CollectedPatient(pseudonym, examples, flow);
    }

    private void exclude(ExclusionReason reason) {
      excluded.merge(reason, 1L, Long::sum);
    }

    private Optional<ExclusionReason> exclusion(Instant index) {
      Eligibility eligible = definition.eligibility();
      LocalDate day = index.atOffset(ZoneOffset.UTC).toLocalDate();
      if (eligible.from().map(day::isBefore).orElse(false)
          || eligible.to().map(to -> !day.isBefore(to)).orElse(false)) {
        return Optional.of(ExclusionReason.OUTSIDE_PERIOD);
      }
      if (person.death().map(death -> !death.isAfter(index)).orElse(false)) {
        return Optional.of(ExclusionReason.DECEASED);
      }
      return exclusionOfPerson(index, eligible)
          .or(
              () ->
                  isHistoryShort(index)
                      ? Optional.of(ExclusionReason.SHORT_HISTORY)
                      : washout(index))
          .or(() -> isAfterEnd(index) ? Optional.of(ExclusionReason.AFTER_END) : Optional.empty());
    }

    private Optional<ExclusionReason> exclusionOfPerson(Instant index, Eligibility eligible) {
      if (!person.isBorn(index)) {
        return Optional.of(ExclusionReason.NOT_BORN);
      }
      Optional<Integer> age = person.age(index);
      if (age.isEmpty()) {
        return Optional.of(ExclusionReason.AGE_UNKNOWN);
      }
      if (!eligible.ages().contains(age.get())) {
        return Optional.of(ExclusionReason.AGE);
      }
      return eligible.sexes().isEmpty()
              || person.sex().map(eligible.sexes()::contains).orElse(false)
          ? Optional.empty()
          : Optional.of(ExclusionReason.SEX);
    }

    private boolean isHistoryShort(Instant index) {
      Instant needed =
          index.atOffset(ZoneOffset.UTC).minus(definition.eligibility().history()).toInstant();
      return firstContact.map(first -> first.isAfter(needed)).orElse(true);
    }

    private Optional<ExclusionReason> washout(Instant index) {
      Optional<Washout> washout =
          definition.washouts().stream().filter(it -> it.holds(record, index)).findFirst();
      washout.ifPresent(it -> washedOut.merge(it.name(), 1L, Long::sum));
      return washout.map(it -> ExclusionReason.WASHED_OUT);
    }

    private boolean isAfterEnd(Instant index) {
      Instant horizon = definition.outcome().end(index);
      return definition
          .followUp()
          .end()
          .map(end -> !horizon.isBefore(end.atStartOfDay(ZoneOffset.UTC).toInstant()))
          .orElse(false);
    }

    private void add(Instant index) {
      OutcomeSearch.Finding outcome = outcomes.find(record, person, index);
      if (outcome.excluded() != null) {
        exclude(outcome.excluded());
        return;
      }
      Extraction extraction = inputs.extract(record.knownAt(index, definition.recording()), index);
      if (extraction.isRefused()) {
        exclude(ExclusionReason.CONTRADICTORY); // of what else is refused nothing comes here
        return;
      }
      extraction.features().forEach(feature -> requireKnown(feature, index));
      examples.add(
          new TrainingExample(
              pseudonym,
              index,
              extraction.vector(),
              outcome.value().orElseThrow(),
              definition.subgroups().of(person, index)));
    }

    /** The last of several lines of defence: a value of later must not come so far. */
    private static void requireKnown(ExtractedFeature feature, Instant index) {
      Instant date = feature.date();
      if (date != null && date.isAfter(index)) {
        throw new IllegalStateException("feature " + feature.name() + " looks ahead");
      }
    }
  }
}
