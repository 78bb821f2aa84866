package org.andiron.consent.facts;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** Where something stands in a resource, so that something else can be put there. */
public final class Place {

  private final Base parent;
  private final ModelElements.@Nullable Child child;
  private final Base value;

  /**
   * @param child which element of the parent it is; null if it is an extension of a primitive value
   */
  Place(Base parent, ModelElements.@Nullable Child child, Base value) {
    this.parent = parent;
    this.child = child;
    this.value = value;
  }

  /** What stands there. */
  public Base value() {
    return value;
  }

  /** Whether it is an element of that name, of something of that type. */
  public boolean isElementOf(Class<? extends Base> type, String name) {
    return type.isInstance(parent) && name.equals(child == null ? "extension" : child.name());
  }

  /** Puts something of the same type in its place. */
  public void replace(Base other) {
    if (child == null) {
      replace(((Element) parent).getExtension(), (Extension) other);
    } else if (child.repeats()) {
      replace(child.values(parent), other);
    } else {
      child.definition().getMutator().setValue(parent, other);
    }
  }

  private <T extends IBase> void replace(List<T> values, T other) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == value) {
        values.set(i, other);
      }
    }
  }

  /** Takes it away. What comes after it moves up. */
  public void remove() {
    if (child == null) {
      ((Element) parent).getExtension().removeIf(it -> it == value);
    } else if (child.repeats()) {
      child.values(parent).removeIf(it -> it == value);
    } else {
      child.definition().getMutator().setValue(parent, null);
    }
  }
}
