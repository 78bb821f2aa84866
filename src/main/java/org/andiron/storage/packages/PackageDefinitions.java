package org.andiron.storage.packages;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.storage.config.BusinessVersion;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.Definition;
import org.andiron.storage.config.DefinitionReader;
import org.andiron.storage.config.DefinitionSource;
import org.andiron.storage.config.Digest;
import org.andiron.storage.packages.FhirPackage.Entry;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The definitions of all packages in {@code fhir-config/packages}. An archive is unpacked only when
 * the set of archives changed since the last start.
 */
final class PackageDefinitions implements DefinitionSource {

  private static final Logger LOG = LoggerFactory.getLogger(PackageDefinitions.class);

  /**
   * The {@code meta.source} of a stored definition, followed by name and version of its package.
   */
  static final String SOURCE = "urn:andiron:package:";

  private final FhirContext fhirContext;
  private final List<ConfigurationFile> files;
  private final PackagesProperties properties;
  private final JdbcOperations jdbc;
  private final String fingerprint;
  private List<FhirPackage> loaded = List.of();

  PackageDefinitions(
      FhirContext fhirContext,
      ConfigurationFolder folder,
      PackagesProperties properties,
      JdbcOperations jdbc) {
    this.fhirContext = fhirContext;
    this.files = folder.files("packages");
    this.properties = properties;
    this.jdbc = jdbc;
    Digest digest = new Digest();
    files.forEach(file -> digest.add(file.path()).add(Digest.of(file.read())));
    this.fingerprint = digest.hex();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public List<Definition> definitions() {
    List<FhirPackage> packages = new ArrayList<>();
    PackageArchive archive = new PackageArchive(properties);
    Map<String, String> fileById = new HashMap<>();
    for (ConfigurationFile file : files) {
      FhirPackage fhirPackage = archive.read(file);
      String other = fileById.put(fhirPackage.id(), file.path());
      if (other != null) {
        throw new ConfigurationFileException(
            file.path(), "is " + fhirPackage.id() + ", as is " + other + "; remove one of them");
      }
      packages.add(fhirPackage);
    }
    packages.sort(
        Comparator.comparing(FhirPackage::name)
            .thenComparing(FhirPackage::version, BusinessVersion.ORDER.reversed()));
    packages.forEach(fhirPackage -> noteMissingDependencies(fhirPackage, packages));
    loaded = packages;

    Map<String, Definition> byKey = new LinkedHashMap<>();
    Map<String, String> keyById = new HashMap<>();
    Set<String> types = definitionalTypes();
    DefinitionReader reader = new DefinitionReader(fhirContext);
    for (FhirPackage fhirPackage : packages) {
      for (Entry entry : fhirPackage.entries()) {
        String name = fhirPackage.file() + "!package/" + entry.name();
        MetadataResource resource = reader.readIfOneOf(name, entry.content(), types);
        if (resource == null) {
          continue;
        }
        String key = resource.fhirType() + " " + resource.getUrl() + "|" + resource.getVersion();
        if (!byKey.containsKey(key)) {
          byKey.put(key, definition(fhirPackage, entry, resource, keyById));
        }
      }
    }
    return List.copyOf(byKey.values());
  }

  private Definition definition(
      FhirPackage fhirPackage,
      Entry entry,
      MetadataResource resource,
      Map<String, String> keyById) {
    resource.setId(PackageResourceId.of(resource, keyById));
    PackageReferences.makeLogical(fhirContext, resource, fhirPackage.canonical());
    // Not name#version: HAPI takes what follows a hash for the id of a request.
    resource.getMeta().setSource(SOURCE + fhirPackage.name() + ":" + fhirPackage.version());
    List<String> appliesTo = appliesTo(resource);
    boolean effective =
        !(resource instanceof SearchParameter)
            || (resource.getStatus() == PublicationStatus.ACTIVE && !appliesTo.isEmpty());
    return new Definition(
        fhirPackage.file(),
        fhirPackage.id(),
        resource,
        resource.getUrl(),
        Digest.of(entry.content()),
        effective,
        appliesTo);
  }

  private List<String> appliesTo(MetadataResource resource) {
    if (resource instanceof SearchParameter parameter) {
      return parameter.getBase().stream()
          .map(CodeType::getCode)
          .filter(base -> !isStandard(base, parameter.getCode()))
          .toList();
    }
    boolean isProfile =
        resource instanceof StructureDefinition structure
            && structure.getKind() == StructureDefinitionKind.RESOURCE
            && structure.getDerivation() == TypeDerivationRule.CONSTRAINT
            && fhirContext.getResourceTypes().contains(structure.getType());
    return isProfile ? List.of(((StructureDefinition) resource).getType()) : List.of();
  }

  /**
   * A guide repeats standard parameters to say what it demands of them; the standard's definition
   * stays in force.
   */
  private boolean isStandard(String base, String code) {
    return code.startsWith("_")
        || (fhirContext.getResourceTypes().contains(base)
            && fhirContext.getResourceDefinition(base).getSearchParam(code) != null);
  }

  /** The types that have a canonical URL: definitions, not records. */
  private Set<String> definitionalTypes() {
    return fhirContext.getResourceTypes().stream()
        .filter(
            type -> {
              BaseRuntimeElementCompositeDefinition<?> definition =
                  fhirContext.getResourceDefinition(type);
              return MetadataResource.class.isAssignableFrom(definition.getImplementingClass())
                  && definition.getChildByName("url") != null;
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void noteMissingDependencies(FhirPackage fhirPackage, List<FhirPackage> all) {
    List<String> missing =
        PackageDependencies.missing(
            fhirPackage, all.stream().map(FhirPackage::id).collect(Collectors.toSet()));
    if (!missing.isEmpty()) {
      LOG.info(
          "Package {} builds on packages that are not in fhir-config/packages: {}; codes and"
              + " profiles that only they define are unknown here",
          fhirPackage.id(),
          String.join(", ", missing));
    }
  }

  @Override
  public void recordApplied() {
    jdbc.update("delete from andiron.config_package");
    for (FhirPackage fhirPackage : loaded) {
      jdbc.update(
          "insert into andiron.config_package (name, version, canonical, title, file)"
              + " values (?, ?, ?, ?, ?)",
          fhirPackage.name(),
          fhirPackage.version(),
          fhirPackage.canonical(),
          fhirPackage.title(),
          fhirPackage.file());
    }
    loaded = List.of();
  }
}
