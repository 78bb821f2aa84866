package org.andiron.storage.index;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The parts that {@link PathParser} puts expressions together from. They read the elements of the
 * model directly, without a search for the definition of the element.
 */
final class Paths {

  /** Leads nowhere: paths of other types of resource. */
  static final Expression NONE = (resource, focus, found) -> {};

  static final Expression RESOURCE = (resource, focus, found) -> found.accept(resource);

  static final Expression FOCUS = (resource, focus, found) -> found.accept(focus);

  private Paths() {}

  static Expression child(Expression source, String name) {
    int hash = name.hashCode();
    return (resource, focus, found) ->
        source.evaluate(
            resource,
            focus,
            parent -> {
              Base[] children = parent.getProperty(hash, name, false);
              if (children != null) {
                for (Base child : children) {
                  found.accept(child);
                }
              }
            });
  }

  static Expression extension(Expression source, String url) {
    Expression extensions = child(source, "extension");
    return (resource, focus, found) ->
        extensions.evaluate(
            resource,
            focus,
            element -> {
              if (element instanceof Extension extension && url.equals(extension.getUrl())) {
                found.accept(extension);
              }
            });
  }

  /** Only elements of the very type; the standard writes some of their names in other case. */
  static Expression ofType(Expression source, String type) {
    return (resource, focus, found) ->
        source.evaluate(
            resource,
            focus,
            element -> {
              if (type.equalsIgnoreCase(element.fhirType())) {
                found.accept(element);
              }
            });
  }

  static Expression where(Expression source, Expression condition) {
    return (resource, focus, found) ->
        source.evaluate(
            resource,
            focus,
            element -> {
              if (Boolean.TRUE.equals(condition.test(resource, element))) {
                found.accept(element);
              }
            });
  }

  static Expression at(Expression source, int index) {
    return (resource, focus, found) -> {
      List<Base> elements = source.list(resource, focus);
      if (index < elements.size()) {
        found.accept(elements.get(index));
      }
    };
  }

  static Expression union(List<Expression> members) {
    return (resource, focus, found) -> {
      for (Expression member : members) {
        member.evaluate(resource, focus, found);
      }
    };
  }

  /** Whether a reference leads to a resource of the type, as far as the reference itself tells. */
  static Condition refersTo(Expression source, String type) {
    return new Condition(
        (resource, focus) -> {
          List<Base> elements = source.list(resource, focus);
          if (elements.size() != 1) {
            return null;
          }
          String target =
              elements.get(0) instanceof Reference reference
                  ? ReferenceTarget.typeOf(reference, resource)
                  : null;
          return target == null ? null : target.equals(type);
        });
  }

  static Condition exists(Expression source) {
    return new Condition((resource, focus) -> !source.list(resource, focus).isEmpty());
  }

  static Condition not(Expression source) {
    return new Condition(
        (resource, focus) -> {
          Boolean result = source.test(resource, focus);
          return result == null ? null : !result;
        });
  }

  static Condition equal(Expression source, String literal, boolean isBoolean) {
    return new Condition(
        (resource, focus) -> {
          List<Base> elements = source.list(resource, focus);
          if (elements.isEmpty()) {
            return null;
          }
          return elements.size() == 1
              && elements.get(0) instanceof PrimitiveType<?> value
              && value instanceof BooleanType == isBoolean
              && Objects.equals(value.getValueAsString(), literal);
        });
  }

  static Condition and(Expression left, Expression right) {
    return new Condition(
        (resource, focus) -> {
          Boolean first = left.test(resource, focus);
          if (Boolean.FALSE.equals(first)) {
            return false;
          }
          Boolean second = right.test(resource, focus);
          if (Boolean.FALSE.equals(second)) {
            return false;
          }
          return known(first, second) ? Boolean.TRUE : null;
        });
  }

  static Condition or(Expression left, Expression right) {
    return new Condition(
        (resource, focus) -> {
          Boolean first = left.test(resource, focus);
          if (Boolean.TRUE.equals(first)) {
            return true;
          }
          Boolean second = right.test(resource, focus);
          if (Boolean.TRUE.equals(second)) {
            return true;
          }
          return known(first, second) ? Boolean.FALSE : null;
        });
  }

  private static boolean known(@Nullable Boolean first, @Nullable Boolean second) {
    return first != null && second != null;
  }
}
