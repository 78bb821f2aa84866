package org.andiron.consent.facts;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;

/** A way through the elements of a resource, such as {@code performer.actor}. */
final class ElementPath {

  private final List<String> names;

  ElementPath(String path) {
    this.names = List.of(path.split("\\.", -1));
  }

  /** All values that it leads to, of whatever type; none if there is no such element. */
  List<Base> values(Base from, ModelElements model) {
    List<Base> values = List.of(from);
    for (String name : names) {
      values = step(values, name, model);
      if (values.isEmpty()) {
        break;
      }
    }
    return values;
  }

  private static List<Base> step(List<Base> from, String name, ModelElements model) {
    List<Base> values = new ArrayList<>();
    for (Base parent : from) {
      ModelElements.Child child = model.of(parent, name);
      if (child != null) {
        for (IBase value : child.values(parent)) {
          if (value instanceof Base base && !base.isEmpty()) {
            values.add(base);
          }
        }
      }
    }
    return values;
  }
}
