package org.andiron.risk.administration;

import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.audit.KeptRequester;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.Requester;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.registry.ModelState;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.Transition;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Models and what was done to them, as Parameters. */
final class ModelParameters {

  private ModelParameters() {}

  /** A parameter {@code model} for each version. */
  static Parameters models(List<RegisteredModel> models) {
    Parameters answer = new Parameters();
    models.forEach(it -> add(answer, it));
    return answer;
  }

  private static void add(Parameters answer, RegisteredModel model) {
    ParametersParameterComponent parameter = answer.addParameter().setName("model");
    part(parameter, "id", model.key().id());
    part(parameter, "version", model.key().version());
    code(parameter, "state", model.state().code());
    code(parameter, "origin", model.status().origin().name().toLowerCase(Locale.ROOT));
    part(parameter, "digest", model.status().digest());
    time(parameter, "since", model.status().last());
    if (model.model().isPresent()) {
      InstalledModel installed = model.installed();
      parameter
          .addPart()
          .setName("url")
          .setValue(new UriType(installed.content().model().card().url()));
      part(parameter, "title", installed.content().model().card().title().en());
    } else {
      part(parameter, "problem", model.problem());
    }
  }

  /** A parameter {@code change} for each step, in order. */
  static Parameters changes(List<Transition> transitions) {
    Parameters answer = new Parameters();
    transitions.forEach(it -> add(answer, it));
    return answer;
  }

  private static void add(Parameters answer, Transition transition) {
    ParametersParameterComponent parameter = answer.addParameter().setName("change");
    part(parameter, "id", transition.step().model().id());
    part(parameter, "version", transition.step().model().version());
    code(parameter, "action", transition.step().action().code());
    transition.step().before().map(ModelState::code).ifPresent(it -> code(parameter, "before", it));
    code(parameter, "after", transition.step().after().code());
    part(parameter, "digest", transition.step().digest());
    part(parameter, "reason", transition.reason());
    part(parameter, "who", name(KeptRequester.read(transition.who())));
    time(parameter, "at", transition);
  }

  /** Name of the user, and of the app; the server if it acted by itself. */
  private static String name(Requester requester) {
    String name =
        Stream.concat(
                requester.user().map(ModelParameters::name).stream(),
                requester.client().map(ModelParameters::name).stream())
            .collect(Collectors.joining(", "));
    return name.isEmpty() ? "server" : name;
  }

  private static String name(HumanUser user) {
    return user.name().isEmpty() ? user.subject() : user.name();
  }

  private static String name(ClientApp client) {
    return client.name().isEmpty() ? client.id().orElse(client.address().value()) : client.name();
  }

  private static void part(ParametersParameterComponent parameter, String name, String value) {
    parameter.addPart().setName(name).setValue(new StringType(value));
  }

  private static void code(ParametersParameterComponent parameter, String name, String value) {
    parameter.addPart().setName(name).setValue(new CodeType(value));
  }

  private static void time(
      ParametersParameterComponent parameter, String name, Transition transition) {
    parameter.addPart().setName(name).setValue(new InstantType(Date.from(transition.at())));
  }
}
