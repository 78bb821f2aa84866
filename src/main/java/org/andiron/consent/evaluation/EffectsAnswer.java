package org.andiron.consent.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.evaluation.Effects.Count;
import org.andiron.consent.evaluation.Effects.Example;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** Writes what would change as Parameters. */
final class EffectsAnswer {

  private static final String PERMIT = "permit";
  private static final String DENY = "deny";

  private EffectsAnswer() {}

  static Parameters of(Plan plan, Effects effects) {
    Parameters parameters = new Parameters();
    add(parameters, "algorithm", new CodeType(ConsentDecision.ALGORITHM));
    add(parameters, "patient", new Reference("Patient/" + plan.patient()));
    plan.purposes().forEach(it -> add(parameters, "purpose", purpose(it)));
    add(parameters, "resources", new IntegerType(plan.resources()));
    add(parameters, "people", new IntegerType(effects.people()));
    add(parameters, "affected", new IntegerType(effects.affected()));
    for (Count count : effects.counts()) {
      List<ParametersParameterComponent> parts = new ArrayList<>();
      parts.add(part("change", new CodeType(count.gained() ? "gain" : "lose")));
      if (!count.role().isEmpty()) {
        parts.add(part("role", new StringType(count.role())));
      }
      parts.add(part("type", new CodeType(count.type())));
      parts.add(part("purpose", purpose(count.purpose())));
      parts.add(part("people", new IntegerType(count.people())));
      parts.add(
          part("accesses", new IntegerType((int) Math.min(Integer.MAX_VALUE, count.accesses()))));
      addAll(parameters, "count", parts);
    }
    for (Example example : effects.sample()) {
      addAll(
          parameters,
          "sample",
          List.of(
              part("actor", new Reference(example.actor())),
              part("resource", new Reference(example.resource())),
              part("purpose", purpose(example.purpose())),
              part("before", new CodeType(example.gained() ? DENY : PERMIT)),
              part("after", new CodeType(example.gained() ? PERMIT : DENY))));
    }
    return parameters;
  }

  private static Coding purpose(String code) {
    Code purpose = Code.purpose(code);
    return new Coding(purpose.system(), purpose.value(), null);
  }

  private static void add(Parameters parameters, String name, Type value) {
    parameters.addParameter().setName(name).setValue(value);
  }

  private static void addAll(
      Parameters parameters, String name, List<ParametersParameterComponent> parts) {
    ParametersParameterComponent parameter = parameters.addParameter().setName(name);
    parts.forEach(parameter::addPart);
  }

  private static ParametersParameterComponent part(String name, Type value) {
    return new ParametersParameterComponent(new StringType(name)).setValue(value);
  }
}
