package org.andiron.visibility;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.util.FhirTerser;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the links that decide for whom a Binary exists: those to it, by the URL of an attachment or
 * by a reference, and its own to the resource that stands for it.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary-definitions.html#Binary.securityContext">
 *     Binary.securityContext</a>
 */
final class BinaryLinks {

  private static final String BINARY = "Binary";

  private final FhirContext context;
  private final FhirTerser terser;
  private final Supplier<Collection<String>> ownBases;
  private final Map<String, Boolean> attaching = new ConcurrentHashMap<>();

  /**
   * The links of this server's resources.
   *
   * @param ownBases base URLs of this server, without trailing slashes
   */
  BinaryLinks(FhirContext context, Supplier<Collection<String>> ownBases) {
    this.context = context;
    this.terser = context.newTerser();
    this.ownBases = ownBases;
  }

  /** Whether resources of a type decide for whom Binaries exist. */
  boolean concern(String resourceType) {
    return attaching.computeIfAbsent(
        resourceType,
        type ->
            type.equals(BINARY)
                || hasAttachment(context.getResourceDefinition(type), new HashSet<>()));
  }

  private static boolean hasAttachment(
      BaseRuntimeElementDefinition<?> definition, Set<BaseRuntimeElementDefinition<?>> seen) {
    if (definition.getImplementingClass() == Attachment.class) {
      return true;
    }
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)
        || !seen.add(definition)) {
      return false;
    }
    for (BaseRuntimeChildDefinition child : composite.getChildren()) {
      if (child instanceof RuntimeChildExtension || child.getElementName().equals("contained")) {
        continue;
      }
      for (String name : child.getValidChildNames()) {
        BaseRuntimeElementDefinition<?> value = child.getChildByName(name);
        if (value != null && hasAttachment(value, seen)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Ids of the Binaries of this server to which a resource has a link. */
  Set<String> of(IBaseResource resource) {
    Set<String> binaries = new TreeSet<>();
    if (resource instanceof Binary) {
      return binaries;
    }
    for (Attachment attachment :
        terser.getAllPopulatedChildElementsOfType(resource, Attachment.class)) {
      local(attachment.getUrl())
          .filter(it -> BINARY.equals(it.getResourceType()))
          .ifPresent(it -> binaries.add(it.getIdPart()));
    }
    for (Reference reference :
        terser.getAllPopulatedChildElementsOfType(resource, Reference.class)) {
      local(reference.getReference())
          .filter(it -> BINARY.equals(it.getResourceType()))
          .ifPresent(it -> binaries.add(it.getIdPart()));
    }
    return binaries;
  }

  /**
   * The resource that stands for a Binary, in the form {@code Patient/1}; an empty text if it is
   * none of this server; none if the Binary has no such resource, or the resource is no Binary.
   */
  Optional<String> securityContextOf(IBaseResource resource) {
    return resource instanceof Binary binary && binary.hasSecurityContext()
        ? Optional.of(
            local(binary.getSecurityContext().getReference())
                .map(it -> it.getResourceType() + "/" + it.getIdPart())
                .orElse(""))
        : Optional.empty();
  }

  private Optional<IdType> local(@Nullable String url) {
    if (url == null || url.isBlank()) {
      return Optional.empty();
    }
    IdType id = new IdType(url);
    boolean own =
        !id.hasBaseUrl() || ownBases.get().contains(id.getBaseUrl().replaceAll("/+$", ""));
    return own && id.hasIdPart() && id.hasResourceType() ? Optional.of(id) : Optional.empty();
  }
}
