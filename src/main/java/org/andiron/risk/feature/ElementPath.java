package org.andiron.risk.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.jspecify.annotations.Nullable;

/**
 * The part of FHIRPath that most definitions need: names of elements, {@code extension('url')},
 * {@code where(a.b.empty())} and {@code where(a != 'b' or a.empty())}, and {@code true} and {@code
 * false}. A hundred times as fast as the engine, to which everything else is left.
 */
final class ElementPath implements ResourcePath {

  private static final Pattern STEP =
      Pattern.compile(
          "(?:(?<name>[a-z][A-Za-z]*)"
              + "|extension\\('(?<url>[^']*)'\\)"
              + "|where\\((?<lacking>[a-z][A-Za-z]*(?:\\.[a-z][A-Za-z]*)*)\\.empty\\(\\)\\)"
              + "|where\\((?<element>[a-z][A-Za-z]*) != '(?<other>[^']*)'"
              + " or \\k<element>\\.empty\\(\\)\\))(?:\\.|$)");

  /** From elements to others. */
  private interface Step {
    void take(Base element, List<Base> sink);
  }

  private record Child(String name) implements Step {

    @Override
    public void take(Base element, List<Base> sink) {
      Property property = element.getNamedProperty(name);
      if (property != null) {
        sink.addAll(property.getValues());
      }
    }
  }

  private record ExtensionOf(String url) implements Step {

    @Override
    public void take(Base element, List<Base> sink) {
      Property property = element.getNamedProperty("extension");
      if (property != null) {
        for (Base value : property.getValues()) {
          if (value instanceof Extension extension && url.equals(extension.getUrl())) {
            sink.add(value);
          }
        }
      }
    }
  }

  /** What has nothing at a path, or by name nothing but values other than one. */
  private record Without(List<Step> path, @Nullable String value) implements Step {

    @Override
    public void take(Base element, List<Base> sink) {
      if (follow(path, element).stream().allMatch(this::isOther)) {
        sink.add(element);
      }
    }

    private boolean isOther(Base found) {
      return value != null && !value.equals(found.primitiveValue());
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
      steps.add(step(matcher));
      at = matcher.end();
    }
    boolean complete = at == expression.length() && !expression.endsWith(".");
    return complete && first(steps).isPresent()
        ? Optional.of(new ElementPath(expression, steps))
        : Optional.empty();
  }

  private static Step step(Matcher matcher) {
    String name = matcher.group("name");
    String url = matcher.group("url");
    String lacking = matcher.group("lacking");
    if (name != null) {
      return new Child(name);
    }
    if (url != null) {
      return new ExtensionOf(url);
    }
    if (lacking != null) {
      return new Without(Stream.of(lacking.split("\\.")).<Step>map(Child::new).toList(), null);
    }
    return new Without(List.of(new Child(matcher.group("element"))), matcher.group("other"));
  }

  /** The element of the resource where it begins, if that is one. */
  private static Optional<String> first(List<Step> steps) {
    if (steps.isEmpty() || steps.get(0) instanceof Without) {
      return Optional.empty();
    }
    return Optional.of(steps.get(0) instanceof Child child ? child.name() : "extension");
  }

  @Override
  public String expression() {
    return expression;
  }

  @Override
  public Optional<Set<String>> elements() {
    return first(steps).map(Set::of);
  }

  @Override
  public List<Base> evaluate(Base resource) {
    return follow(steps, resource);
  }

  private static List<Base> follow(List<Step> steps, Base from) {
    List<Base> at = List.of(from);
    for (Step step : steps) {
      List<Base> next = new ArrayList<>();
      for (Base element : at) {
        step.take(element, next);
      }
      at = next;
    }
    return at;
  }
}
