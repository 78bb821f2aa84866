package org.andiron.server.validation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.startup.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * The form of a <a href="https://hl7.org/fhir/R4/references.html#literal">literal reference</a>.
 *
 * @param type the type of a target on this server, if the reference names one
 * @param problem what is wrong with the form, or nothing
 */
record ReferenceForm(@Nullable String type, @Nullable String problem) {

  private static final Pattern RELATIVE =
      Pattern.compile("([A-Za-z]+)/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?");
  private static final Pattern CONDITIONAL = Pattern.compile("([A-Za-z]+)\\?.+");
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");

  static ReferenceForm of(String text, FhirModel model) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      return typed(relative.group(1), model);
    }
    Matcher conditional = CONDITIONAL.matcher(text);
    if (conditional.matches()) {
      return typed(conditional.group(1), model);
    }
    if (ABSOLUTE.matcher(text).matches()) {
      return new ReferenceForm(null, null);
    }
    return new ReferenceForm(
        null,
        "A reference is [type]/[id], #[id of a contained resource], an absolute URL or urn, or, in"
            + " a transaction, [type]?[search].");
  }

  private static ReferenceForm typed(String type, FhirModel model) {
    if (model.resource(type) != null) {
      return new ReferenceForm(type, null);
    }
    return new ReferenceForm(
        null,
        "FHIR R4 has no resource type of the name in this reference."
            + Spelling.question(type, model.resourceTypes()));
  }
}
