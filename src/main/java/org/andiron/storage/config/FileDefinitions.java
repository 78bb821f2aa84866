package org.andiron.storage.config;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.config.LocatedJson.Place;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.SearchParameter;

/**
 * The single files of {@code fhir-config}: search parameters, terminology, profiles and extensions,
 * and operation definitions. All are read and checked when the object is made.
 */
final class FileDefinitions implements DefinitionSource {

  /** The {@code meta.source} of a stored file, followed by its path. */
  static final String SOURCE = "urn:andiron:fhir-config:";

  private static final Set<String> TERMINOLOGY = Set.of("CodeSystem", "ValueSet", "ConceptMap");

  private final List<Definition> definitions = new ArrayList<>();
  private final Map<String, String> fileByKey = new HashMap<>();
  private final Digest digest = new Digest();
  private final String fingerprint;

  FileDefinitions(FhirContext fhirContext, ConfigurationFolder folder) {
    DefinitionReader reader = new DefinitionReader(fhirContext);
    folder
        .files("operation-definitions")
        .forEach(file -> add(reader, file, Set.of("OperationDefinition")));
    folder.files("search-parameters").forEach(file -> add(reader, file, Set.of("SearchParameter")));
    folder
        .files("structure-definitions")
        .forEach(file -> add(reader, file, Set.of("StructureDefinition")));
    folder.files("terminology").stream()
        .filter(file -> file.path().endsWith(".json"))
        .forEach(file -> add(reader, file, TERMINOLOGY));
    fingerprint = digest.hex();
  }

  private void add(DefinitionReader reader, ConfigurationFile file, Set<String> types) {
    byte[] content = file.read();
    MetadataResource resource = reader.read(file.path(), content, types);
    String url = resource.getUrl();
    claim(uniqueKey(resource), "url", "the canonical URL " + url, file.path(), content);
    resource.setId(
        resource.getIdElement().hasIdPart() ? resource.getIdElement().getIdPart() : idFor(url));
    claim(
        resource.fhirType() + "/" + resource.getIdElement().getIdPart(),
        "id",
        "the id " + resource.getIdElement().getIdPart(),
        file.path(),
        content);
    resource.getMeta().setSource(SOURCE + file.path());
    String sha256 = Digest.of(content);
    digest.add(file.path()).add(sha256);
    List<String> appliesTo = List.of();
    boolean effective = true;
    if (resource instanceof SearchParameter parameter) {
      appliesTo = parameter.getBase().stream().map(CodeType::getCode).toList();
      effective = parameter.getStatus() == PublicationStatus.ACTIVE;
    }
    definitions.add(new Definition(file.path(), null, resource, url, sha256, effective, appliesTo));
  }

  private static String uniqueKey(MetadataResource resource) {
    String key = resource.fhirType() + " " + resource.getUrl();
    boolean severalVersions = TERMINOLOGY.contains(resource.fhirType());
    return severalVersions ? key + "|" + resource.getVersion() : key;
  }

  private void claim(String key, String element, String what, String file, byte[] content) {
    String other = fileByKey.putIfAbsent(key, file);
    if (other != null) {
      Place place = DefinitionReader.place(LocatedJson.parse(file, content), element);
      throw new StrictJson(file).refuse(place, what + " is already used by " + other);
    }
  }

  /**
   * A stable id for a resource that has none: the end of its URL, made unique by a digest of the
   * whole.
   */
  static String idFor(String url) {
    String end = url.replaceAll("[/:#|]+$", "").replaceAll(".*[/:]", "");
    String slug = end.replaceAll("[^A-Za-z0-9.-]+", "-").toLowerCase(Locale.ROOT);
    String digest = Digest.of(url.getBytes(StandardCharsets.UTF_8));
    return slug.substring(0, Math.min(slug.length(), 50)) + "-" + digest.substring(0, 8);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public List<Definition> definitions() {
    return List.copyOf(definitions);
  }

  @Override
  public void recordApplied() {
    // The rows of the stored resources say everything there is to say of single files.
  }
}
