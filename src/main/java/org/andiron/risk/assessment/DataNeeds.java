package org.andiron.risk.assessment;

import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.CodeSet;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureKind;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.Source;
import org.andiron.risk.feature.TimeWindow;
import org.andiron.risk.model.ModelInput;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DataRequirement;
import org.hl7.fhir.r4.model.DataRequirement.DataRequirementCodeFilterComponent;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/**
 * Where a missing input would be found, as data requirements: one for each place in which it is
 * looked for, of which one is enough, and for inputs that are derived those of what they are
 * derived from. What FHIR cannot say, such as beginnings of codes, is in words.
 */
final class DataNeeds {

  /** Codes in one requirement; more would hide what is meant. */
  static final int MOST_CODES = 20;

  /** Requirements for one input. */
  static final int MOST_PLACES = 16;

  private final FeatureSet features;
  private final Phrases phrases;

  DataNeeds(FeatureSet features, Phrases phrases) {
    this.features = features;
    this.phrases = phrases;
  }

  /**
   * Requirements for one input; none if no record can have it.
   *
   * @param extraction what was found is not asked for again
   */
  List<DataRequirement> of(ModelInput input, Extraction extraction) {
    if (features.feature(input.name()).isEmpty()) {
      return List.of();
    }
    List<DataRequirement> needs = new ArrayList<>();
    for (FeatureDefinition definition : features.withInputs(input.name())) {
      if (extraction.feature(definition.name()).flatMap(ExtractedFeature::found).isPresent()) {
        continue;
      }
      if (definition.kind() == FeatureKind.AGE) {
        needs.add(
            new DataRequirement()
                .setType(ResourceKind.PATIENT.typeName())
                .addMustSupport("birthDate"));
        describe(needs.get(needs.size() - 1), input, definition, "");
      }
      for (Source source : definition.sources()) {
        DataRequirement need = of(input, definition, source);
        if (needs.stream().noneMatch(need::equalsDeep)) {
          needs.add(need);
        }
      }
    }
    return needs.size() > MOST_PLACES ? needs.subList(0, MOST_PLACES) : needs;
  }

  private DataRequirement of(ModelInput input, FeatureDefinition definition, Source source) {
    DataRequirement need = new DataRequirement().setType(source.resource().typeName());
    Set<String> all = new LinkedHashSet<>();
    int left = add(need, path(source.resource()), source.codes(), all);
    if (source.resource() == ResourceKind.OBSERVATION) {
      left += add(need, "component.code", source.components(), all);
      window(need, definition.window());
    }
    String more = left > 0 ? phrases.say("need.moreCodes", String.valueOf(left)) : "";
    describe(need, input, definition, more + beginnings(source.codes()));
    return need;
  }

  private void describe(
      DataRequirement need, ModelInput input, FeatureDefinition definition, String more) {
    String title = phrases.language().of(input.title());
    String label =
        phrases.language() == Language.ENGLISH ? definition.label().en() : definition.label().zh();
    String text =
        definition.name().equals(input.name()) || label.equals(title)
            ? phrases.say("need", title)
            : phrases.say("need.derived", title, label);
    String unit = input.unit().map(it -> phrases.say("inUnit", it)).orElse("");
    boolean own = definition.name().equals(input.name());
    need.addExtension(
        new Extension(RiskVocabulary.DATA_NEEDED, new StringType(text + (own ? unit : "") + more)));
  }

  /** Adds the codes, the same ones in each run, and tells how many are left out. */
  private static int add(DataRequirement need, String path, CodeSet codes, Set<String> all) {
    if (codes.codes().isEmpty()) {
      return 0;
    }
    DataRequirementCodeFilterComponent filter = need.addCodeFilter().setPath(path);
    int left = 0;
    for (Map.Entry<String, Set<String>> system : new TreeMap<>(codes.codes()).entrySet()) {
      for (String code : new TreeSet<>(system.getValue())) {
        if (all.size() < MOST_CODES) {
          all.add(system.getKey() + "|" + code);
          filter.addCode(new Coding().setSystem(system.getKey()).setCode(code));
        } else {
          left++;
        }
      }
    }
    if (filter.getCode().isEmpty()) {
      need.getCodeFilter().remove(filter);
    }
    return left;
  }

  private String beginnings(CodeSet codes) {
    Set<String> all = new TreeSet<>();
    codes.prefixes().values().forEach(all::addAll);
    List<String> some = all.stream().limit(MOST_CODES).toList();
    return some.isEmpty() ? "" : phrases.say("need.beginnings", phrases.list(some));
  }

  private static String path(ResourceKind kind) {
    return switch (kind) {
      case MEDICATION_REQUEST, MEDICATION_STATEMENT -> "medication";
      case ENCOUNTER -> "class";
      case FAMILY_MEMBER_HISTORY -> "condition.code";
      case PATIENT, OBSERVATION, CONDITION, PROCEDURE -> "code";
    };
  }

  private static void window(DataRequirement need, TimeWindow window) {
    TemporalAmount back = window.back();
    if (window.anchor() != TimeWindow.Anchor.AS_OF || back == null) {
      return;
    }
    Duration duration = new Duration();
    duration.setSystem(RiskVocabulary.UCUM);
    if (back instanceof Period period && period.getDays() == 0 && period.getMonths() == 0) {
      duration.setValue(period.getYears()).setUnit("a").setCode("a");
    } else if (back instanceof Period period && period.getDays() == 0) {
      duration.setValue(period.toTotalMonths()).setUnit("mo").setCode("mo");
    } else if (back instanceof Period period && period.toTotalMonths() == 0) {
      duration.setValue(period.getDays()).setUnit("d").setCode("d");
    } else if (back instanceof java.time.Duration hours) {
      duration.setValue(hours.toMinutes()).setUnit("min").setCode("min");
    } else {
      return;
    }
    need.addDateFilter().setPath("effective").setValue(duration);
  }
}
