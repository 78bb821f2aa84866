package org.andiron.storage.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Which packages the server has, and what they declare. Answers from the database, once the start
 * is through.
 */
public final class InstalledPackages {

  private final JdbcOperations jdbc;

  InstalledPackages(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(
      String packageId,
      String type,
      String url,
      String version,
      boolean effective,
      String appliesTo) {

    String canonical() {
      return version.isEmpty() ? url : url + "|" + version;
    }
  }

  /** All packages, by name and version. */
  public List<InstalledPackage> all() {
    List<Row> rows =
        jdbc.query(
            """
            select package, resource_type, url, version, effective, coalesce(applies_to[1], '')
            from andiron.config_resource
            where package is not null
              and (resource_type = 'ImplementationGuide' or cardinality(applies_to) > 0)
            order by url, version
            """,
            (result, number) ->
                new Row(
                    result.getString(1),
                    result.getString(2),
                    result.getString(3),
                    result.getString(4),
                    result.getBoolean(5),
                    result.getString(6)));
    return jdbc.query(
        "select name, version, canonical, title from andiron.config_package order by name, version",
        (result, number) -> {
          String name = result.getString(1);
          String version = result.getString(2);
          String id = name + "#" + version;
          return describe(
              name,
              version,
              result.getString(3),
              result.getString(4),
              rows.stream().filter(row -> row.packageId().equals(id)).toList());
        });
  }

  private static InstalledPackage describe(
      String name,
      String version,
      @Nullable String canonical,
      @Nullable String title,
      List<Row> rows) {
    List<String> guides = new ArrayList<>();
    Map<String, List<String>> profiles = new TreeMap<>();
    List<String> searchParameters = new ArrayList<>();
    for (Row row : rows) {
      switch (row.type()) {
        case "ImplementationGuide" -> guides.add(row.canonical());
        case "StructureDefinition" ->
            profiles
                .computeIfAbsent(row.appliesTo(), type -> new ArrayList<>())
                .add(row.effective() ? row.url() : row.canonical());
        default -> {
          if (row.effective()) {
            searchParameters.add(row.url());
          }
        }
      }
    }
    return new InstalledPackage(
        name, version, canonical, title, guides, profiles, searchParameters);
  }

  /**
   * The profiles of all packages by resource type, as {@link InstalledPackage#profiles} gives them.
   */
  public Map<String, List<String>> profilesByType() {
    Map<String, List<String>> profiles = new TreeMap<>();
    for (InstalledPackage installed : all()) {
      installed
          .profiles()
          .forEach(
              (type, urls) -> profiles.computeIfAbsent(type, it -> new ArrayList<>()).addAll(urls));
    }
    return profiles;
  }
}
