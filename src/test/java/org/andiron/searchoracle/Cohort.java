package org.andiron.searchoracle;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/** The resources of a server, found by type and id. */
public final class Cohort {

  private final String baseUrl;
  private final Map<String, Resource> byKey = new LinkedHashMap<>();

  /** A cohort served at a base URL, which has no trailing slash. */
  public Cohort(String baseUrl, Collection<? extends Resource> resources) {
    this.baseUrl = baseUrl;
    resources.forEach(resource -> byKey.put(key(resource), resource));
  }

  /** Type and id, as in a relative reference. */
  public static String key(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  public String baseUrl() {
    return baseUrl;
  }

  public Collection<Resource> all() {
    return byKey.values();
  }

  public List<Resource> ofType(String type) {
    return all().stream().filter(resource -> resource.fhirType().equals(type)).toList();
  }

  Optional<Resource> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** The current version of what a reference or canonical of a resource points to, if here. */
  Optional<Resource> resolve(Resource holder, Base reference) {
    if (reference instanceof Reference literal && literal.hasReference()) {
      Literal target = Literal.parse(literal.getReference(), baseUrl);
      return target.isContained()
          ? contained(holder, target.text().substring(1))
          : target.localKey().flatMap(this::find);
    }
    if (reference instanceof CanonicalType canonical && canonical.hasValue()) {
      return byUrl(canonical.getValue());
    }
    return Optional.empty();
  }

  /** A resource whose {@code url} is a canonical, and whose version is that of the canonical. */
  Optional<Resource> byUrl(String canonical) {
    String[] parts = canonical.split("\\|", 2);
    return all().stream()
        .filter(resource -> parts[0].equals(primitive(resource, "url")))
        .filter(resource -> parts.length == 1 || parts[1].equals(primitive(resource, "version")))
        .findFirst();
  }

  /** The type of what a reference points to, as far as it can be told without fetching it. */
  Optional<String> targetType(Resource holder, Reference reference) {
    if (reference.hasReference()) {
      Literal target = Literal.parse(reference.getReference(), baseUrl);
      if (target.isContained()) {
        return contained(holder, target.text().substring(1)).map(Resource::fhirType);
      }
      if (target.type() != null) {
        return Optional.of(target.type());
      }
    }
    return Optional.ofNullable(reference.getType());
  }

  List<CodeSystem> codeSystems() {
    return ofType("CodeSystem").stream().map(CodeSystem.class::cast).toList();
  }

  private static Optional<Resource> contained(Resource holder, String id) {
    return holder instanceof DomainResource domain
        ? domain.getContained().stream()
            .filter(inner -> inner.getId() != null && inner.getId().replace("#", "").equals(id))
            .findFirst()
        : Optional.empty();
  }

  private static String primitive(Resource resource, String element) {
    return resource.getNamedProperty(element) == null
        ? ""
        : resource.getNamedProperty(element).getValues().stream()
            .map(value -> value instanceof UriType uri ? uri.getValue() : value.primitiveValue())
            .findFirst()
            .orElse("");
  }
}
