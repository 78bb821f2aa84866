package org.andiron.searchoracle;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The data types that the values of a search parameter may have, told from its paths alone. */
final class ElementTypes {

  private static final Pattern CAST = Pattern.compile("\\((.+) as (\\w+)\\)(?:\\.(.+))?");
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private ElementTypes() {}

  /** Names of types, {@code boolean} for a condition. */
  static Set<String> of(SearchDefinition definition) {
    Set<String> types = new TreeSet<>();
    for (SearchDefinition.Path path : definition.paths()) {
      collect(path.expression(), types);
    }
    return types;
  }

  private static void collect(String expression, Set<String> types) {
    if (expression.contains("exists()")) {
      types.add("boolean");
      return;
    }
    Matcher cast = CAST.matcher(expression);
    if (cast.matches() && cast.group(3) == null) {
      types.add(cast.group(2));
    } else if (cast.matches()) {
      walk(R4.getElementDefinition(cast.group(2)), cast.group(3).split("\\."), 0, types);
    } else {
      String[] steps = expression.replaceAll("\\.where\\([^)]*\\)", "").split("\\.");
      String root = steps[0].equals("Resource") ? "Basic" : steps[0];
      walk(R4.getResourceDefinition(root), steps, 1, types);
    }
  }

  private static void walk(
      BaseRuntimeElementDefinition<?> element, String[] steps, int step, Set<String> types) {
    if (step == steps.length) {
      types.add(element.getName());
    } else if (element instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      BaseRuntimeChildDefinition child = composite.getChildByName(steps[step]);
      if (child == null) {
        child = composite.getChildByName(steps[step] + "[x]");
      }
      for (String name : child.getValidChildNames()) {
        walk(child.getChildByName(name), steps, step + 1, types);
      }
    }
  }
}
