package org.andiron.searchoracle;

import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.andiron.testsupport.SyntheaCohort;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * The standard searches over patients as Synthea makes them: one in four of each row, as all take
 * eight minutes; {@code -Dandiron.searches.one-in=1} asks all. {@link StandardSearchIT} asks all of
 * records that were made for them.
 */
class SyntheaSearchIT extends JudgedSearches {

  private static final String PREFIX = "synthea";

  private static final Pattern REFERENCE = Pattern.compile("\"reference\":\\s*\"([^\"#]+)\"");

  SyntheaSearchIT() {
    super(PREFIX);
  }

  @Override
  int oneIn() {
    return Integer.getInteger("andiron.searches.one-in", 4);
  }

  @Override
  List<Resource> cohort() {
    IParser parser = fhirContext().newJsonParser();
    List<String> texts = bundles();
    Map<String, String> references = new HashMap<>();
    for (String text : texts) {
      for (BundleEntryComponent entry : parser.parseResource(Bundle.class, text).getEntry()) {
        String uuid = entry.getFullUrl().substring("urn:uuid:".length());
        String key = entry.getResource().fhirType() + '/' + PREFIX + '-' + uuid;
        references.put(entry.getFullUrl(), key);
        if (entry.getRequest().hasIfNoneExist()) {
          String condition = entry.getRequest().getIfNoneExist();
          references.put(entry.getResource().fhirType() + '?' + condition, key);
        }
      }
    }
    List<Resource> resources = new ArrayList<>();
    for (String text : texts) {
      Bundle bundle = parser.parseResource(Bundle.class, withReferences(text, references));
      for (BundleEntryComponent entry : bundle.getEntry()) {
        Resource resource = entry.getResource();
        String key = references.getOrDefault(entry.getFullUrl(), entry.getFullUrl());
        resource.setId(key.substring(key.indexOf('/') + 1));
        resource.getMeta().addTag(EdgeDraft.TAG_SYSTEM, PREFIX, null);
        resources.add(resource);
      }
    }
    return resources;
  }

  private static List<String> bundles() {
    try (Stream<Path> files = Files.list(SyntheaCohort.folder())) {
      return files
          .filter(it -> it.toString().endsWith(".gz"))
          .sorted()
          .map(SyntheaSearchIT::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try (InputStream content = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withReferences(String text, Map<String, String> references) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            it -> {
              String key = references.get(it.group(1));
              if (key == null) {
                throw new AssertionError("Leads nowhere: " + it.group(1));
              }
              return "\"reference\": \"" + key + '"';
            });
  }

  @Override
  List<Queries.Query> combined(Queries queries) {
    return queries.ofSynthea();
  }
}
