package org.andiron.storage.config;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The operator's folder {@code fhir-config}, on disk or, where there is none, the copy in the jar.
 * Files and sub-folders that have no meaning are listed, and refused only among the policies of
 * consent; names that begin with a dot and read-me files are passed over.
 */
public final class ConfigurationFolder {

  private static final Path DEFAULT = Path.of("fhir-config");
  private static final String IN_JAR = "fhir-config/";

  /** In the place of the last name of a sub-folder: any. */
  private static final String ANY = "*";

  /** Sub-folders that are read, with the endings of the files in them. */
  private static final Map<String, List<String>> SECTIONS =
      Map.ofEntries(
          Map.entry("capability", List.of(".json")),
          Map.entry("consent-policies", List.of(".json")),
          Map.entry("consent-policies/labels", List.of(".json")),
          Map.entry("consent-policies/legal", List.of(".json")),
          Map.entry("clients", List.of(".json")),
          Map.entry("search-parameters", List.of(".json")),
          Map.entry("structure-definitions", List.of(".json")),
          Map.entry("packages", List.of(".tgz")),
          Map.entry("terminology", List.of(".json", ".zip", ".xml")),
          Map.entry("operation-definitions", List.of(".json")),
          Map.entry("risk-models", List.of(".json")),
          Map.entry("risk-models/" + ANY, List.of(".json", ".onnx", ".tribuo")),
          Map.entry("risk-training", List.of(".json")),
          Map.entry("roles", List.of(".json")));

  /** Where all must be read: what forbids, and is passed over, would be believed to hold. */
  private static final String STRICT = "consent-policies";

  private final String origin;
  private final List<ConfigurationFile> files;
  private final List<String> unknown;

  private ConfigurationFolder(String origin, List<ConfigurationFile> files, List<String> unknown) {
    this.origin = origin;
    this.files = List.copyOf(files);
    this.unknown = List.copyOf(unknown);
  }

  /**
   * Opens the folder.
   *
   * @param configured the folder that the operator named, or null to take the default
   * @throws ConfigurationFileException if the named folder does not exist, a folder cannot be
   *     listed, or something that has no meaning is among the policies of consent
   */
  public static ConfigurationFolder open(@Nullable Path configured) {
    if (configured != null && !Files.isDirectory(configured)) {
      throw new ConfigurationFileException(
          configured.toString(), "andiron.config-dir names a folder that does not exist");
    }
    if (configured != null) {
      return onDisk(configured);
    }
    return Files.isDirectory(DEFAULT) ? onDisk(DEFAULT) : inJar();
  }

  private static ConfigurationFolder onDisk(Path root) {
    List<String> paths = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Path top : children(root)) {
      String name = String.valueOf(top.getFileName());
      if (endings(name).isEmpty() || !Files.isDirectory(top)) {
        unknown.add(Files.isDirectory(top) ? name + "/" : name);
        continue;
      }
      list(root, name, paths, unknown);
    }
    List<ConfigurationFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(new ConfigurationFile(path, new FileSystemResource(root.resolve(path))));
    }
    return sorted(root.toString(), files, unknown);
  }

  private static void list(Path root, String section, List<String> paths, List<String> unknown) {
    for (Path child : children(root.resolve(section))) {
      String path = section + "/" + child.getFileName();
      if (Files.isRegularFile(child)) {
        paths.add(path);
      } else if (!endings(path).isEmpty() && Files.isDirectory(child)) {
        list(root, path, paths, unknown);
      } else {
        unknown.add(path);
      }
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> listing = Files.list(folder)) {
      return listing
          .filter(child -> !isPassedOver(String.valueOf(child.getFileName())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigurationFileException(
          folder.toString(), "cannot be listed: " + e.getMessage(), e);
    }
  }

  private static ConfigurationFolder inJar() {
    List<ConfigurationFile> files = new ArrayList<>();
    try {
      Resource[] resources =
          new PathMatchingResourcePatternResolver().getResources("classpath*:" + IN_JAR + "**/*.*");
      for (Resource resource : resources) {
        String url = URLDecoder.decode(resource.getURL().toString(), StandardCharsets.UTF_8);
        String path = url.substring(url.lastIndexOf(IN_JAR) + IN_JAR.length());
        if (!isPassedOver(path.substring(path.lastIndexOf('/') + 1))) {
          files.add(new ConfigurationFile(path, resource));
        }
      }
    } catch (IOException e) {
      throw new ConfigurationFileException(
          IN_JAR, "the copy in the jar cannot be read: " + e.getMessage(), e);
    }
    return sorted("the copy in the jar", files, List.of());
  }

  private static boolean isPassedOver(String name) {
    return name.startsWith(".") || name.startsWith("README");
  }

  private static ConfigurationFolder sorted(
      String origin, List<ConfigurationFile> candidates, List<String> foreign) {
    List<ConfigurationFile> files = new ArrayList<>();
    List<String> unknown = new ArrayList<>(foreign);
    for (ConfigurationFile file : candidates) {
      if (endings(sectionOf(file.path())).stream().anyMatch(file.path()::endsWith)) {
        files.add(file);
      } else {
        unknown.add(file.path());
      }
    }
    files.sort(Comparator.comparing(ConfigurationFile::path));
    unknown.sort(Comparator.naturalOrder());
    requireMeaning(unknown);
    return new ConfigurationFolder(origin, files, unknown);
  }

  /** Of the files that are read in a sub-folder; none if it has no meaning. */
  private static List<String> endings(String section) {
    String anyBeside = sectionOf(section) + '/' + ANY;
    return SECTIONS.getOrDefault(section, SECTIONS.getOrDefault(anyBeside, List.of()));
  }

  private static String sectionOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static void requireMeaning(List<String> unknown) {
    for (String path : unknown) {
      if (path.equals(STRICT) || path.startsWith(STRICT + "/")) {
        throw new ConfigurationFileException(
            path,
            "has no meaning here, and a policy that is not read protects nobody: move it away, or"
                + " into what is read, which is consent-policies/*.json,"
                + " consent-policies/legal/*.json and consent-policies/labels/*.json");
      }
    }
  }

  /** Where the files come from, in words for the console. */
  public String origin() {
    return origin;
  }

  /** The files of one sub-folder, by name, without those in folders below it. */
  public List<ConfigurationFile> files(String section) {
    return files.stream().filter(file -> sectionOf(file.path()).equals(section)).toList();
  }

  /** Names of the folders with files directly below a sub-folder, in order. */
  public List<String> folders(String section) {
    return files.stream()
        .map(file -> sectionOf(file.path()))
        .filter(folder -> sectionOf(folder).equals(section))
        .map(folder -> folder.substring(section.length() + 1))
        .distinct()
        .toList();
  }

  /** All files that have a meaning, by path. */
  public List<ConfigurationFile> files() {
    return files;
  }

  /** Files and sub-folders that have no meaning here, by name. */
  public List<String> unknown() {
    return unknown;
  }
}
