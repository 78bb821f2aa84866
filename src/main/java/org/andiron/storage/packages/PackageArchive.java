package org.andiron.storage.packages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.packages.FhirPackage.Entry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive in memory, never to disk. The archive is not trusted: a path that leaves the
 * package, a link, a device, or more content than the limits allow refuses the whole file.
 */
final class PackageArchive {

  private static final String ROOT = "package/";
  private static final String MANIFEST = "package.json";

  /** Files and folders; all other kinds of entries are links, devices and pipes. */
  private static final Set<Byte> PLAIN =
      Set.of(
          TarConstants.LF_NORMAL,
          TarConstants.LF_OLDNORM,
          TarConstants.LF_CONTIG,
          TarConstants.LF_DIR);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PackagesProperties limits;

  PackageArchive(PackagesProperties limits) {
    this.limits = limits;
  }

  /**
   * Reads a package.
   *
   * @throws ConfigurationFileException if the archive is damaged, dangerous, or not a package for
   *     FHIR R4
   */
  FhirPackage read(ConfigurationFile file) {
    String path = file.path();
    List<Entry> entries = new ArrayList<>();
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file.read()), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
      unpack(path, tar, entries);
      // Reads on to the end of the compressed stream, where its length and check sum stand.
      drain(path, gzip);
    } catch (ZipException e) {
      throw new ConfigurationFileException(
          path, "is not a gzip-compressed archive, or is damaged: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new ConfigurationFileException(path, "ends too early: the archive is truncated", e);
    } catch (IOException e) {
      throw new ConfigurationFileException(
          path, "cannot be unpacked, it is damaged: " + e.getMessage(), e);
    }
    return describe(path, entries);
  }

  private void unpack(String path, TarArchiveInputStream tar, List<Entry> entries)
      throws IOException {
    long left = limits.maxUnpackedSize().toBytes();
    int count = 0;
    for (TarArchiveEntry next = tar.getNextEntry(); next != null; next = tar.getNextEntry()) {
      String name = checkedName(path, next);
      count++;
      if (count > limits.maxEntries()) {
        throw new ConfigurationFileException(
            path,
            "has more than "
                + limits.maxEntries()
                + " entries (andiron.storage.packages.max-entries)");
      }
      left -= next.getSize();
      if (left < 0 || next.getSize() < 0) {
        throw new ConfigurationFileException(
            path,
            "unpacks to more than "
                + limits.maxUnpackedSize()
                + " (andiron.storage.packages.max-unpacked-size)");
      }
      if (isContent(name)) {
        byte[] content = tar.readNBytes(Math.toIntExact(next.getSize()));
        if (content.length < next.getSize()) {
          throw new EOFException();
        }
        entries.add(new Entry(name.substring(ROOT.length()), content));
      }
    }
  }

  private static String checkedName(String path, TarArchiveEntry entry) {
    String name = entry.getName();
    boolean leaves =
        name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || List.of(name.split("/")).contains("..");
    if (leaves) {
      throw new ConfigurationFileException(
          path, "holds an entry with a path that leaves the package: " + printable(name));
    }
    if (!PLAIN.contains(entry.getLinkFlag())) {
      throw new ConfigurationFileException(
          path, "holds an entry that is neither file nor folder: " + printable(name));
    }
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static String printable(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 97) + "...";
  }

  /**
   * Conformance resources stand directly in the folder; sub-folders hold examples and other
   * material.
   */
  private static boolean isContent(String name) {
    return name.startsWith(ROOT)
        && name.indexOf('/', ROOT.length()) < 0
        && name.endsWith(".json")
        && !name.startsWith(ROOT + ".");
  }

  private void drain(String path, InputStream stream) throws IOException {
    long left = limits.maxUnpackedSize().toBytes();
    byte[] buffer = new byte[1 << 16];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      left -= read;
      if (left < 0) {
        throw new ConfigurationFileException(
            path,
            "unpacks to more than "
                + limits.maxUnpackedSize()
                + " (andiron.storage.packages.max-unpacked-size)");
      }
    }
  }

  private static FhirPackage describe(String path, List<Entry> entries) {
    Entry manifest =
        entries.stream()
            .filter(entry -> entry.name().equals(MANIFEST))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationFileException(
                        path, "is not a FHIR package: it has no " + ROOT + MANIFEST));
    String manifestPath = path + "!" + ROOT + MANIFEST;
    JsonNode json;
    try {
      json = JSON.readTree(manifest.content());
    } catch (JsonProcessingException e) {
      throw new ConfigurationFileException(
          manifestPath,
          Math.max(e.getLocation().getLineNr(), 0),
          Math.max(e.getLocation().getColumnNr(), 1),
          "not valid JSON: " + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new ConfigurationFileException(manifestPath, "not valid JSON: " + e.getMessage(), e);
    }
    checkFhirVersion(manifestPath, json);
    Map<String, String> dependencies = new TreeMap<>();
    json.path("dependencies")
        .properties()
        .forEach(entry -> dependencies.put(entry.getKey(), entry.getValue().asText()));
    return new FhirPackage(
        path,
        required(manifestPath, json, "name", "[A-Za-z0-9._-]+"),
        required(manifestPath, json, "version", "[A-Za-z0-9._+-]+"),
        text(json, "canonical"),
        text(json, "title"),
        dependencies,
        entries.stream().filter(entry -> entry != manifest).toList());
  }

  private static void checkFhirVersion(String path, JsonNode json) {
    JsonNode versions =
        json.has("fhirVersions") ? json.get("fhirVersions") : json.path("fhir-version-list");
    if (versions.isEmpty()) {
      return;
    }
    for (JsonNode version : versions) {
      if (version.asText().startsWith("4.0")) {
        return;
      }
    }
    throw new ConfigurationFileException(
        path, "is for FHIR " + versions + "; this server speaks FHIR R4 (4.0.1)");
  }

  private static String required(String path, JsonNode json, String name, String pattern) {
    String value = text(json, name);
    if (value == null || !value.matches(pattern)) {
      throw new ConfigurationFileException(
          path, "is not a FHIR package: " + name + " is missing or malformed");
    }
    return value;
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || !value.isTextual() || value.asText().isBlank() ? null : value.asText();
  }
}
