package org.andiron.storage.packages;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.andiron.storage.config.BusinessVersion;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Answers unversioned canonical references of which {@code fhir-config} brought several versions
 * with the highest one; HAPI by itself takes the one that was stored last. All other references are
 * left to HAPI.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#canonical">Canonical references and
 *     versions</a>
 */
final class NewestVersionSupport implements IValidationSupport {

  private final FhirContext fhirContext;
  private final IValidationSupport stored;
  private final JdbcOperations jdbc;
  private final AtomicLong generation = new AtomicLong();
  private volatile @Nullable Known versions;

  NewestVersionSupport(FhirContext fhirContext, IValidationSupport stored, JdbcOperations jdbc) {
    this.fhirContext = fhirContext;
    this.stored = stored;
    this.jdbc = jdbc;
  }

  @Override
  public FhirContext getFhirContext() {
    return fhirContext;
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    String versioned = versioned("StructureDefinition", url);
    return versioned == null ? null : stored.fetchStructureDefinition(versioned);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    String versioned = versioned("ValueSet", url);
    return versioned == null ? null : stored.fetchValueSet(versioned);
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String url) {
    String versioned = versioned("CodeSystem", url);
    return versioned == null ? null : stored.fetchCodeSystem(versioned);
  }

  @Override
  public <T extends IBaseResource> @Nullable T fetchResource(@Nullable Class<T> type, String url) {
    if (type == null || !fhirContext.getResourceTypes().contains(type.getSimpleName())) {
      return null;
    }
    String versioned = versioned(type.getSimpleName(), url);
    return versioned == null ? null : stored.fetchResource(type, versioned);
  }

  @Override
  public void invalidateCaches() {
    generation.incrementAndGet();
  }

  /** What was read while this generation of definitions was in force. */
  private record Known(long generation, Map<String, String> highest) {}

  private @Nullable String versioned(String type, @Nullable String url) {
    if (url == null || url.contains("|")) {
      return null;
    }
    // The number first: what is read while another thread invalidates is not kept as valid.
    long current = generation.get();
    Known known = versions;
    if (known == null || known.generation() != current) {
      known = new Known(current, highestOfSeveral());
      versions = known;
    }
    String version = known.highest().get(type + " " + url);
    return version == null ? null : url + "|" + version;
  }

  private Map<String, String> highestOfSeveral() {
    Map<String, String> highest = new HashMap<>();
    Set<String> several = new HashSet<>();
    jdbc.query(
        "select resource_type || ' ' || url, version from andiron.config_resource",
        result -> {
          String name = result.getString(1);
          String version = result.getString(2);
          String other = highest.putIfAbsent(name, version);
          if (other != null) {
            several.add(name);
            if (BusinessVersion.ORDER.compare(other, version) < 0) {
              highest.put(name, version);
            }
          }
        });
    highest.keySet().retainAll(several);
    return highest;
  }
}
