package org.andiron.storage.distribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.config.BusinessVersion;
import org.andiron.storage.distribution.Table.Row;

/**
 * The complete release of LOINC as it is downloaded, of any age: terms, parts, the hierarchy of
 * components, answer lists, groups and linguistic variants.
 *
 * @see <a href="https://hl7.org/fhir/R4/loinc.html">LOINC in FHIR</a>
 */
final class LoincRelease implements Distribution {

  private static final String URL = "http://loinc.org";

  private static final Pattern TERMS = Pattern.compile("(?i)Loinc\\.csv");
  private static final Pattern PARTS = Pattern.compile("(?i)Part\\.csv");
  private static final Pattern PART_LINKS = Pattern.compile("(?i)LoincPartLink_Primary\\.csv");
  private static final Pattern HIERARCHY =
      Pattern.compile("(?i)(?:ComponentHierarchyBySystem|MultiAxialHierarchy)\\.csv");
  private static final Pattern ANSWER_LISTS = Pattern.compile("(?i)AnswerList\\.csv");
  private static final Pattern ANSWER_LIST_LINKS = Pattern.compile("(?i)LoincAnswerListLink\\.csv");
  private static final Pattern GROUPS = Pattern.compile("(?i)Group\\.csv");
  private static final Pattern GROUP_TERMS = Pattern.compile("(?i)GroupLoincTerms\\.csv");
  private static final Pattern VARIANT =
      Pattern.compile("(?i)([a-z]{2})([A-Z]{2})\\d+LinguisticVariant\\.csv");
  private static final Pattern VERSION_IN_NAME =
      Pattern.compile("(?i).*?loinc[_-]?v?(\\d+\\.\\d+).*");

  /** Columns of a term that are properties in FHIR. */
  private static final List<String> PROPERTIES =
      List.of(
          "STATUS",
          "COMPONENT",
          "PROPERTY",
          "TIME_ASPCT",
          "SYSTEM",
          "SCALE_TYP",
          "METHOD_TYP",
          "CLASS",
          "CLASSTYPE",
          "ORDER_OBS",
          "VersionLastChanged",
          "VersionFirstReleased",
          "EXAMPLE_UCUM_UNITS",
          "PanelType");

  /** Columns of a term that are other texts for it. */
  private static final List<String> TEXTS = List.of("SHORTNAME", "DisplayName", "CONSUMER_NAME");

  private static final List<String> VARIANT_TEXTS =
      List.of("LinguisticVariantDisplayName", "LONG_COMMON_NAME", "SHORTNAME");

  private final Archive archive;
  private final String terms;
  private final Map<String, String> variants = new LinkedHashMap<>();
  private final Edition edition;

  private LoincRelease(Archive archive, String terms, List<String> languages) throws IOException {
    this.archive = archive;
    this.terms = terms;
    for (String file : archive.all(VARIANT)) {
      Matcher name = VARIANT.matcher(file.substring(file.lastIndexOf('/') + 1));
      if (name.matches()) {
        String language =
            name.group(1).toLowerCase(Locale.ROOT) + "-" + name.group(2).toUpperCase(Locale.ROOT);
        if (languages.stream().anyMatch(it -> isOf(it, language))) {
          variants.put(file, language);
        }
      }
    }
    this.edition = new Edition(URL, version(), "LOINC", null);
  }

  /** {@code de} asks for all of {@code de-DE}, {@code de-AT}. */
  private static boolean isOf(String wanted, String language) {
    return language.equalsIgnoreCase(wanted)
        || language.toLowerCase(Locale.ROOT).startsWith(wanted.toLowerCase(Locale.ROOT) + "-");
  }

  /**
   * The release in an archive, if it is one of LOINC.
   *
   * @param languages whose linguistic variants are loaded
   */
  static Optional<Distribution> in(Archive archive, List<String> languages) throws IOException {
    Optional<String> terms = archive.find(TERMS);
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoincRelease(archive, terms.get(), languages));
  }

  /** Of the file name; a release that was renamed has it as the newest version of its terms. */
  private String version() throws IOException {
    Matcher name = VERSION_IN_NAME.matcher(archive.name());
    if (name.matches()) {
      return name.group(1);
    }
    List<String> newest = new ArrayList<>(List.of(""));
    read(
        terms,
        List.of("VersionLastChanged"),
        row -> {
          String version = row.get("VersionLastChanged");
          if (BusinessVersion.ORDER.compare(version, newest.get(0)) > 0) {
            newest.set(0, version);
          }
        });
    if (newest.get(0).isEmpty()) {
      throw new UnusableArchiveException(
          "The release of LOINC does not say its version; name the file as it was downloaded, such"
              + " as Loinc_2.78.zip");
    }
    return newest.get(0);
  }

  @Override
  public Edition edition() {
    return edition;
  }

  @Override
  public long size() {
    return 3 * archive.size(terms)
        + size(PARTS)
        + size(HIERARCHY)
        + size(PART_LINKS)
        + 2 * size(ANSWER_LISTS)
        + size(ANSWER_LIST_LINKS)
        + size(GROUPS)
        + size(GROUP_TERMS)
        + variants.keySet().stream().mapToLong(archive::size).sum();
  }

  private long size(Pattern file) {
    return archive.find(file).map(archive::size).orElse(0L);
  }

  private void read(String file, List<String> columns, Table.Reader reader) throws IOException {
    Table.readCommaSeparated(archive, file, columns, reader);
  }

  /** Reads an accessory file, which early or partial releases may not have. */
  private void readIfThere(Pattern file, List<String> columns, Table.Reader reader)
      throws IOException {
    Optional<String> entry = archive.find(file);
    if (entry.isPresent()) {
      read(entry.get(), columns, reader);
    }
  }

  @Override
  public Concepts concepts() throws IOException {
    Concepts concepts = new Concepts();
    read(
        terms,
        List.of("LOINC_NUM", "LONG_COMMON_NAME", "STATUS"),
        row ->
            concepts.add(
                row.get("LOINC_NUM"), row.get("LONG_COMMON_NAME"), isDeprecated(row, "STATUS")));
    readIfThere(
        PARTS,
        List.of("PartNumber", "PartName", "Status"),
        row ->
            concepts.add(
                row.get("PartNumber"),
                row.get("PartDisplayName").isEmpty()
                    ? row.get("PartName")
                    : row.get("PartDisplayName"),
                isDeprecated(row, "Status")));
    readIfThere(
        ANSWER_LISTS,
        List.of("AnswerListId", "AnswerListName", "AnswerStringId", "DisplayText"),
        row -> {
          concepts.add(row.get("AnswerListId"), row.get("AnswerListName"), false);
          if (!row.get("AnswerStringId").isEmpty()) {
            concepts.add(row.get("AnswerStringId"), row.get("DisplayText"), false);
          }
        });
    readIfThere(
        GROUPS,
        List.of("GroupId", "Group"),
        row -> concepts.add(row.get("GroupId"), row.get("Group"), false));
    Map<String, String> unknown = new HashMap<>();
    readIfThere(
        HIERARCHY,
        List.of("IMMEDIATE_PARENT", "CODE", "CODE_TEXT"),
        row -> {
          int concept = concepts.add(row.get("CODE"), row.get("CODE_TEXT"), false);
          String parent = row.get("IMMEDIATE_PARENT");
          if (!parent.isEmpty()) {
            if (concepts.find(parent) < 0) {
              unknown.put(parent, row.get("CODE"));
            } else {
              concepts.addParent(concept, concepts.find(parent));
            }
          }
        });
    if (!unknown.isEmpty()) {
      throw new UnusableArchiveException(
          "The hierarchy of LOINC names a parent that stands neither among the parts nor before its"
              + " children: "
              + unknown.keySet().iterator().next());
    }
    return concepts;
  }

  private static boolean isDeprecated(Row row, String column) {
    String status = row.get(column);
    return status.equalsIgnoreCase("DEPRECATED") || status.equalsIgnoreCase("INACTIVE");
  }

  @Override
  public void properties(Concepts concepts, Properties target) throws IOException {
    read(
        terms,
        List.of("LOINC_NUM"),
        row -> {
          int concept = concepts.find(row.get("LOINC_NUM"));
          for (String property : PROPERTIES) {
            target.add(concept, property, row.get(property), false);
          }
        });
    readIfThere(
        PART_LINKS,
        List.of("LoincNumber", "PartNumber", "Property"),
        row -> {
          String property = row.get("Property");
          add(
              concepts,
              target,
              row.get("LoincNumber"),
              property.substring(property.lastIndexOf('/') + 1),
              row.get("PartNumber"));
        });
    readIfThere(
        ANSWER_LISTS,
        List.of("AnswerListId", "AnswerStringId"),
        row ->
            add(
                concepts,
                target,
                row.get("AnswerStringId"),
                ConceptConditions.MEMBER_OF,
                row.get("AnswerListId")));
    readIfThere(
        ANSWER_LIST_LINKS,
        List.of("LoincNumber", "AnswerListId"),
        row ->
            add(concepts, target, row.get("LoincNumber"), "answer-list", row.get("AnswerListId")));
    readIfThere(
        GROUP_TERMS,
        List.of("GroupId", "LoincNumber"),
        row ->
            add(
                concepts,
                target,
                row.get("LoincNumber"),
                ConceptConditions.MEMBER_OF,
                row.get("GroupId")));
  }

  private static void add(
      Concepts concepts, Properties target, String code, String property, String value)
      throws IOException {
    int concept = concepts.find(code);
    if (concept >= 0) {
      target.add(concept, property, value, true);
    }
  }

  @Override
  public void designations(Concepts concepts, Designations target) throws IOException {
    read(terms, List.of("LOINC_NUM"), row -> addTexts(concepts, target, row, TEXTS, "en"));
    for (Map.Entry<String, String> variant : variants.entrySet()) {
      read(
          variant.getKey(),
          List.of("LOINC_NUM"),
          row -> addTexts(concepts, target, row, VARIANT_TEXTS, variant.getValue()));
    }
  }

  private static void addTexts(
      Concepts concepts, Designations target, Row row, List<String> columns, String language)
      throws IOException {
    int concept = concepts.find(row.get("LOINC_NUM"));
    if (concept < 0) {
      return;
    }
    List<String> seen = new ArrayList<>();
    for (String column : columns) {
      String text = row.get(column);
      if (!text.equals(concepts.display(concept)) && !seen.contains(text)) {
        seen.add(text);
        target.add(concept, language, null, text);
      }
    }
  }
}
