package org.andiron.consent.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentExplanation;
import org.andiron.consent.decision.DecidingProvision;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.Disregard;
import org.andiron.consent.decision.Effect;
import org.andiron.consent.decision.Mismatch;
import org.andiron.consent.decision.Obligation;
import org.andiron.consent.decision.ProvisionExplanation;
import org.andiron.consent.decision.SourceExplanation;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.explanation.AccessExplanations.Explained;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UriType;

/** Writes an explanation as Parameters: each reason as a code and as a sentence. */
final class AccessAnswer {

  private static final String CODE = "code";
  private static final String TEXT = "text";
  private static final ParametersParameterComponent TELLS_OF_WITHHELD =
      named("rule")
          .addPart(part(CODE, new CodeType("tells-of-withheld")))
          .addPart(part(TEXT, new StringType("It tells of something that is withheld.")));

  private final ConsentPolicies policies;
  private final Onlooker onlooker;
  private final Parameters parameters = new Parameters();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<ParametersParameterComponent> access = new ArrayList<>();

  AccessAnswer(AccessQuestion question, ConsentPolicies policies, Onlooker onlooker) {
    this.policies = policies;
    this.onlooker = onlooker;
    add("algorithm", new CodeType(ConsentDecision.ALGORITHM));
    add("time", new InstantType(Date.from(question.time())));
    question.actors().stream()
        .map(ResourceRef::toString)
        .sorted()
        .forEach(it -> add("actor", new Reference(it)));
    question.roles().stream().sorted().forEach(it -> add("role", new StringType(it)));
    Code purpose = question.purpose();
    if (purpose != null) {
      add("purpose", new Coding(purpose.system(), purpose.value(), null));
    }
    question.actions().stream()
        .sorted(Comparator.naturalOrder())
        .map(ConsentAction::code)
        .forEach(it -> add("action", new CodeType(it)));
    add("channel", new CodeType(AccessQuestionReader.code(question.channel())));
  }

  private void add(String name, Type value) {
    parameters.addParameter().setName(name).setValue(value);
  }

  /** The explanation of the one resource that was asked about. */
  Parameters of(PatientRecords.Entry entry, Explained explained) {
    parameters.getParameter().addAll(decided(entry, explained));
    parameters.getParameter().addAll(looked(explained.explanation()));
    return parameters;
  }

  /** The next of several resources; it is counted, and listed if it is one that is asked for. */
  void add(AccessQuestion.Asked.OfType asked, PatientRecords.Entry entry, Explained explained) {
    counts.merge(decision(explained.explanation().decision()), 1, Integer::sum);
    if (total() > asked.offset() && access.size() < asked.count()) {
      ParametersParameterComponent one = named("access");
      decided(entry, explained).forEach(one::addPart);
      access.add(one);
    }
  }

  private int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The answer of several resources.
   *
   * @param more whether there are more than were looked at
   */
  Parameters ofAll(AccessQuestion.Asked.OfType asked, boolean more) {
    int total = total();
    add("total", new IntegerType(total));
    counts.forEach(
        (decision, count) ->
            parameters.addParameter(
                named("count")
                    .addPart(part("decision", new CodeType(decision)))
                    .addPart(part("value", new IntegerType(count)))));
    if (more) {
      add(
          "note",
          new StringType(
              "The record has more than these "
                  + total
                  + " of the type; the others were not looked at. Ask of each with 'resource'."));
    }
    if (access.size() < total) {
      add(
          "note",
          new StringType(
              "Listed are "
                  + access.size()
                  + " of "
                  + total
                  + ", after the first "
                  + asked.offset()
                  + "; '_count' and '_offset' give others."));
    }
    access.forEach(parameters::addParameter);
    return parameters;
  }

  private List<ParametersParameterComponent> decided(
      PatientRecords.Entry entry, Explained explained) {
    ConsentExplanation explanation = explained.explanation();
    ConsentDecision decision = explanation.decision();
    List<ParametersParameterComponent> parts = new ArrayList<>();
    parts.add(part("resource", new Reference(entry.reference())));
    parts.add(part("decision", new CodeType(decision(decision))));
    ResourceRef told = explained.told();
    if (told == null) {
      parts.add(rule(onlooker.rule(explanation, policies)));
    } else {
      parts.add(TELLS_OF_WITHHELD.copy());
      if (onlooker.knowsOf(told)) {
        parts.add(part("told", new Reference(told.toString())));
      }
    }
    for (DecidingProvision by : onlooker.deciding(explanation)) {
      ParametersParameterComponent deciding = named("decidedBy").addPart(source(by.source()));
      if (!by.path().isEmpty()) {
        deciding.addPart(part("provision", new StringType(by.path())));
      }
      parts.add(deciding);
    }
    if (decision instanceof ConsentDecision.PermitWithObligations obliged) {
      obliged.obligations().forEach(it -> parts.add(obligation(it)));
    }
    if (decision instanceof ConsentDecision.Deny deny) {
      parts.add(part("breakGlassWouldHelp", new BooleanType(deny.breakGlassWouldHelp())));
    }
    return parts;
  }

  private static String decision(ConsentDecision decision) {
    return Wording.code((Record) decision);
  }

  private static ParametersParameterComponent rule(Optional<DecidingRule> rule) {
    return named("rule")
        .addPart(part(CODE, new CodeType(rule.map(Wording::code).orElse("other-record"))))
        .addPart(
            part(
                TEXT,
                new StringType(
                    rule.map(Wording::text)
                        .orElse("It is part of another patient's record too, and that decides."))));
  }

  private static ParametersParameterComponent obligation(Obligation obligation) {
    ParametersParameterComponent parameter =
        named("obligation").addPart(part(CODE, new CodeType(Wording.code((Record) obligation))));
    if (obligation instanceof Obligation.MaskPart mask) {
      return parameter
          .addPart(part("path", new StringType(mask.path())))
          .addPart(part(TEXT, new StringType("This part of the resource must not be shown.")));
    }
    return parameter.addPart(
        part(TEXT, new StringType("It must be reported that the glass was broken.")));
  }

  /** Of all that was looked at what became of it, and why it did not decide. */
  private List<ParametersParameterComponent> looked(ConsentExplanation explanation) {
    List<ParametersParameterComponent> parameters = new ArrayList<>();
    List<DecidingProvision> deciding = onlooker.deciding(explanation);
    for (SourceExplanation looked : onlooker.sources(explanation, policies)) {
      boolean decided =
          deciding.stream()
              .anyMatch(
                  it ->
                      it.source().equals(looked.source()) && it.patient().equals(looked.patient()));
      parameters.add(looked(looked, decided));
    }
    if (deciding.stream().noneMatch(it -> it.source().equals(policies.implicit().uri()))) {
      parameters.add(
          named("considered")
              .addPart(source(policies.implicit().uri()))
              .addPart(
                  reason(
                      "not-asked",
                      "The organisation's policy counts where no consent says anything.")));
    }
    return parameters;
  }

  private static ParametersParameterComponent looked(SourceExplanation looked, boolean decided) {
    ParametersParameterComponent parameter =
        named("considered")
            .addPart(source(looked.source()))
            .addPart(part("effect", new CodeType(Wording.code(looked.effect()))));
    Disregard disregard = looked.disregard();
    if (disregard != null) {
      parameter.addPart(reason(Wording.code((Record) disregard), Wording.text(disregard)));
    } else if (!decided && looked.effect() == Effect.NONE) {
      parameter.addPart(reason("no-provision-applies", "None of its provisions applies."));
    } else if (!decided) {
      parameter.addPart(
          reason("overruled", "It says something of it, but what is stronger decided."));
    }
    for (ProvisionExplanation provision : looked.provisions()) {
      ParametersParameterComponent part =
          named("provision")
              .addPart(part("path", new StringType(provision.path())))
              .addPart(part("type", new CodeType(Wording.code(provision.type()))))
              .addPart(part("outcome", new CodeType(Wording.code(provision.outcome()))));
      for (Mismatch mismatch : provision.mismatches()) {
        part.addPart(reason(Wording.code((Record) mismatch), Wording.text(mismatch)));
      }
      parameter.addPart(part);
    }
    return parameter;
  }

  private static ParametersParameterComponent source(String source) {
    return part(
        "source",
        ResourceRef.ofRelative(source).isPresent() ? new Reference(source) : new UriType(source));
  }

  private static ParametersParameterComponent reason(String code, String text) {
    return named("reason")
        .addPart(part(CODE, new CodeType(code)))
        .addPart(part(TEXT, new StringType(text)));
  }

  private static ParametersParameterComponent named(String name) {
    return new ParametersParameterComponent(new StringType(name));
  }

  private static ParametersParameterComponent part(String name, Type value) {
    return named(name).setValue(value);
  }
}
