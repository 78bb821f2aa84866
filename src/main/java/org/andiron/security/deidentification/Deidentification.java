package org.andiron.security.deidentification;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * Takes out of resources what identifies people. Only elements of a list are kept, each with a
 * value made anew of safe parts, so that what nobody has thought of is removed. Ids are replaced by
 * pseudonyms under a key.
 */
final class Deidentification {

  private static final String LABELS = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  /** There is a key by which ids and pseudonyms belong together, as long as the export is kept. */
  private static final String LABEL = "PSEUDED";

  private final FhirContext context;
  private final SafeElements elements;
  private final Pseudonyms pseudonyms;
  private final SafeValues values;

  Deidentification(FhirContext context, SafeElements elements, Pseudonyms pseudonyms, Year now) {
    this.context = context;
    this.elements = elements;
    this.pseudonyms = pseudonyms;
    this.values = new SafeValues(pseudonyms, now);
  }

  /** Types of which anything is kept. */
  Set<String> types() {
    return elements.types();
  }

  /**
   * Takes out of a resource what identifies people.
   *
   * @return whether the resource may be shown at all; nothing is left of it otherwise
   */
  boolean apply(IBaseResource shown) {
    Resource resource = (Resource) shown;
    String type = resource.fhirType();
    String id = resource.getIdElement().getIdPart();
    keep(resource, context.getResourceDefinition(resource), type, "");
    resource.setImplicitRules(null);
    resource.setLanguage(null);
    resource.setMeta(new Meta());
    resource.getMeta().addSecurity().setSystem(LABELS).setCode(LABEL);
    resource.setIdElement(id == null ? null : new IdType(type, pseudonyms.of(type, id)));
    return elements.types().contains(type);
  }

  private void keep(
      IBase parent, BaseRuntimeElementCompositeDefinition<?> definition, String type, String path) {
    for (BaseRuntimeChildDefinition child : definition.getChildrenAndExtension()) {
      String name = child.getElementName().replace("[x]", "");
      List<IBase> safe = new ArrayList<>();
      for (IBase value : child.getAccessor().getValues(parent)) {
        safe(parent, value, type, path + name).ifPresent(safe::add);
      }
      child.getMutator().setValue(parent, null);
      safe.forEach(it -> child.getMutator().addValue(parent, it));
    }
  }

  private Optional<? extends IBase> safe(IBase parent, IBase value, String type, String path) {
    if (elements.includes(type, path)) {
      return parent instanceof Patient && value instanceof DateType birthDate
          ? values.ofBirth(birthDate)
          : values.of(value);
    }
    if (elements.includesPartsOf(type, path)
        && context.getElementDefinition(value.getClass())
            instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      keep(value, composite, type, path + ".");
      ((Element) value).setId(null);
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
    return Optional.empty();
  }
}
