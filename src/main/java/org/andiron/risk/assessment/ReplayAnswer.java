package org.andiron.risk.assessment;

import java.util.Locale;
import org.andiron.risk.assessment.ReplayResult.Difference;
import org.andiron.risk.assessment.ReplayResult.Different;
import org.andiron.risk.assessment.ReplayResult.Impossible;
import org.andiron.risk.assessment.ReplayResult.Loss;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;

/**
 * The result of a replay as Parameters. {@code result} is {@code same}, {@code different} or {@code
 * impossible}; a {@code difference} has {@code outcome}, {@code number}, {@code stored} and {@code
 * computed}; a {@code lost} has {@code kind} and {@code what}.
 */
public final class ReplayAnswer {

  private ReplayAnswer() {}

  /** The Parameters. */
  public static Parameters of(ReplayResult result) {
    Parameters parameters = new Parameters();
    if (result instanceof Different different) {
      parameters.addParameter().setName("result").setValue(new CodeType("different"));
      different.differences().forEach(it -> add(parameters, it));
    } else if (result instanceof Impossible impossible) {
      parameters.addParameter().setName("result").setValue(new CodeType("impossible"));
      impossible.losses().forEach(it -> add(parameters, it));
    } else {
      parameters.addParameter().setName("result").setValue(new CodeType("same"));
    }
    return parameters;
  }

  private static void add(Parameters parameters, Difference difference) {
    ParametersParameterComponent parameter = parameters.addParameter().setName("difference");
    difference.outcome().ifPresent(it -> part(parameter, "outcome", it));
    part(parameter, "number", difference.name());
    part(parameter, "stored", difference.stored());
    difference.computed().ifPresent(it -> part(parameter, "computed", it));
  }

  private static void add(Parameters parameters, Loss loss) {
    ParametersParameterComponent parameter = parameters.addParameter().setName("lost");
    String kind = loss.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    parameter.addPart().setName("kind").setValue(new CodeType(kind));
    part(parameter, "what", loss.what());
  }

  private static void part(ParametersParameterComponent parameter, String name, String value) {
    parameter.addPart().setName(name).setValue(new StringType(value));
  }
}
