package org.andiron.risk.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;

/**
 * The part of FHIRPath that most definitions need: names of elements, {@code extension('url')}, and
 * {@code true} and {@code false}. A hundred times as fast as the engine, to which everything else
 * is left.
 */
final class ElementPath implements ResourcePath {

  private static final Pattern STEP =
      Pattern.compile("(?:([a-z][A-Za-z]*)|extension\\('([^']*)'\\))(?:\\.|$)");

  private record Step(String name, boolean isExtension) {

    String elementName() {
      return isExtension ? "extension" : name;
    }
  }

  /** {@code true} or {@code false}, whatever the resource. */
  private record Constant(String expression, List<Base> value) implements ResourcePath {

    @Override
    public List<Base> evaluate(Base resource) {
      return value;
    }

    @Override
    public Optional<Set<String>> elements() {
      return Optional.of(Set.of());
    }
  }

  private final String expression;
  private final List<Step> steps;

  private ElementPath(String expression, List<Step> steps) {
    this.expression = expression;
    this.steps = List.copyOf(steps);
  }

  /** The path, empty if the expression is more than that. */
  static Optional<ResourcePath> parse(String expression) {
    if (expression.equals("true") || expression.equals("false")) {
      return Optional.of(new Constant(expression, List.of(new BooleanType(expression))));
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(expression);
    int at = 0;
    while (at < expression.length() && matcher.find(at) && matcher.start() == at) {
      boolean extension = matcher.group(2) != null;
      steps.add(new Step(matcher.group(extension ? 2 : 1), extension));
      at = matcher.end();
    }
    boolean complete = at == expression.length() && !expression.endsWith(".");
    return complete && !steps.isEmpty()
        ? Optional.of(new ElementPath(expression, steps))
        : Optional.empty();
  }

  @Override
  public String expression() {
    return expression;
  }

  @Override
  public Optional<Set<String>> elements() {
    return Optional.of(Set.of(steps.get(0).elementName()));
  }

  @Override
  public List<Base> evaluate(Base resource) {
    List<Base> at = List.of(resource);
    for (Step step : steps) {
      List<Base> next = new ArrayList<>();
      for (Base element : at) {
        take(element, step, next);
      }
      at = next;
    }
    return at;
  }

  private static void take(Base element, Step step, List<Base> sink) {
    Property property = element.getNamedProperty(step.elementName());
    if (property == null) {
      return;
    }
    for (Base value : property.getValues()) {
      if (!step.isExtension()
          || (value instanceof Extension extension && step.name().equals(extension.getUrl()))) {
        sink.add(value);
      }
    }
  }
}
