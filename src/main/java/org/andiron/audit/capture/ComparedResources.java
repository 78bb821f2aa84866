package org.andiron.audit.capture;

import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.audit.event.EventKind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The two resources that {@code $diff} of the whole server compares: parameters name them. */
final class ComparedResources {

  private static final String PATH = "/$diff";
  private static final Set<String> PARAMETERS = Set.of("from", "to");

  private ComparedResources() {}

  /**
   * The one resource that a call names, or those that it compares.
   *
   * @param url with the query if there is one
   * @param body if there is one and it is known
   * @return as in {@code Observation/1}
   */
  static List<String> named(Call call, String url, @Nullable IBaseResource body) {
    if (call.target().isPresent()) {
      return List.of(call.target().get());
    }
    int question = url.indexOf('?');
    String path = '/' + (question < 0 ? url : url.substring(0, question));
    if (call.kind() != EventKind.OPERATION || !path.endsWith(PATH)) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    if (question >= 0) {
      Map<String, String[]> query = UrlUtil.parseQueryString(url.substring(question + 1));
      PARAMETERS.forEach(it -> values.addAll(Arrays.asList(query.getOrDefault(it, new String[0]))));
    }
    if (body instanceof Parameters parameters) {
      parameters.getParameter().stream()
          .filter(it -> PARAMETERS.contains(it.getName()))
          .map(ComparedResources::value)
          .forEach(values::add);
    }
    return values.stream()
        .map(IdType::new)
        .filter(it -> it.hasResourceType() && it.hasIdPart())
        .map(it -> it.getResourceType() + '/' + it.getIdPart())
        .filter(Call::isReference)
        .distinct()
        .toList();
  }

  private static String value(ParametersParameterComponent parameter) {
    if (parameter.getValue() instanceof Reference reference && reference.hasReference()) {
      return reference.getReference();
    }
    return parameter.hasValue() && parameter.getValue().isPrimitive()
        ? parameter.getValue().primitiveValue()
        : "";
  }
}
