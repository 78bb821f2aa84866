package org.andiron.storage.distribution;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.distribution.Table.Row;

/**
 * The snapshot of an edition of SNOMED CT in release format 2. Inactive concepts are loaded too,
 * since old records have them; they have no place in the hierarchy.
 *
 * @see <a href="https://hl7.org/fhir/R4/snomedct.html">SNOMED CT in FHIR</a>
 */
final class SnomedRelease implements Distribution {

  private static final String URL = "http://snomed.info/sct";

  private static final Pattern CONCEPTS =
      Pattern.compile("x?sct2_Concept_Snapshot_([A-Z]*)(\\d*)_(\\d{8})\\.txt");
  private static final Pattern RELATIONSHIPS =
      Pattern.compile("x?sct2_Relationship_Snapshot_.*\\.txt");
  private static final Pattern DESCRIPTIONS =
      Pattern.compile("x?sct2_Description_Snapshot.*\\.txt");
  private static final Pattern LANGUAGES =
      Pattern.compile("x?der2_cRefset_.*LanguageSnapshot.*\\.txt");
  private static final Pattern REFERENCE_SETS =
      Pattern.compile("x?der2_Refset_.*SimpleSnapshot.*\\.txt");
  private static final Pattern MODULES =
      Pattern.compile("x?der2_ssRefset_.*ModuleDependencySnapshot.*\\.txt");
  private static final Pattern OTHER_RELEASE_TYPE =
      Pattern.compile("x?sct2_Concept_(?:Full|Delta)_.*\\.txt");

  private static final String ROOT = "138875005";
  private static final String IS_A = "116680003";
  private static final String CORE_MODULE = "900000000000207008";
  private static final String FULLY_SPECIFIED_NAME = "900000000000003001";
  private static final String SUFFICIENTLY_DEFINED = "900000000000073002";
  private static final String PREFERRED = "900000000000548007";
  private static final String US_ENGLISH = "900000000000509007";
  private static final String GB_ENGLISH = "900000000000508004";

  private static final List<String> MEMBER_COLUMNS =
      List.of("active", "refsetId", "referencedComponentId");
  private static final List<String> DESCRIPTION_COLUMNS =
      List.of("id", "active", "conceptId", "languageCode", "typeId", "term");
  private static final List<String> RELATIONSHIP_COLUMNS =
      List.of("active", "sourceId", "destinationId", "typeId");

  private final Archive archive;
  private final List<String> languages;
  private final String conceptFile;
  private final List<String> relationshipFiles;
  private final List<String> descriptionFiles;
  private final List<String> languageFiles;
  private final List<String> referenceSetFiles;
  private final Edition edition;

  private SnomedRelease(Archive archive, String conceptFile, List<String> languages)
      throws IOException {
    this.archive = archive;
    this.languages = languages;
    this.conceptFile = conceptFile;
    this.relationshipFiles = archive.all(RELATIONSHIPS);
    this.descriptionFiles = archive.all(DESCRIPTIONS);
    this.languageFiles = archive.all(LANGUAGES);
    this.referenceSetFiles = archive.all(REFERENCE_SETS);
    if (relationshipFiles.isEmpty() || descriptionFiles.isEmpty()) {
      throw new UnusableArchiveException(
          "The release of SNOMED CT has no snapshot of relationships or of descriptions");
    }
    Matcher name = CONCEPTS.matcher(conceptFile.substring(conceptFile.lastIndexOf('/') + 1));
    if (!name.matches()) {
      throw new IllegalArgumentException("not a concept file");
    }
    String branch = URL + "/" + module(name.group(1), name.group(2));
    this.edition = new Edition(URL, branch + "/version/" + name.group(3), "SNOMED CT", branch);
  }

  /**
   * The release in an archive, if it is one of SNOMED CT.
   *
   * @param languages whose terms are shown, the dearest first
   * @throws UnusableArchiveException if it lacks what is needed
   */
  static Optional<Distribution> in(Archive archive, List<String> languages) throws IOException {
    Optional<String> concepts = archive.find(CONCEPTS);
    if (concepts.isEmpty() && archive.find(OTHER_RELEASE_TYPE).isPresent()) {
      throw new UnusableArchiveException(
          "The release of SNOMED CT has no Snapshot, which is the part that is loaded; take the"
              + " package as published");
    }
    return concepts.isEmpty()
        ? Optional.empty()
        : Optional.of(new SnomedRelease(archive, concepts.get(), languages));
  }

  /** The module that stands for the edition: of those with its namespace the one on top. */
  private String module(String country, String namespace) throws IOException {
    if (namespace.isEmpty()) {
      return CORE_MODULE;
    }
    Map<String, Integer> dependencies = new HashMap<>();
    for (String file : archive.all(MODULES)) {
      Table.readTabbed(
          archive,
          file,
          List.of("active", "moduleId", "referencedComponentId"),
          row -> {
            String module = row.get("moduleId");
            if (isActive(row) && namespace.equals(namespaceOf(module))) {
              dependencies.merge(module, 1, Integer::sum);
            }
          });
    }
    return dependencies.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElseThrow(
            () ->
                new UnusableArchiveException(
                    "The release of SNOMED CT does not say which module its edition "
                        + country
                        + namespace
                        + " is: it has no module dependencies of it"));
  }

  /** Of an identifier: item, seven digits of namespace, partition 10, check digit. */
  private static String namespaceOf(String id) {
    return id.length() > 10 ? id.substring(id.length() - 10, id.length() - 3) : "";
  }

  @Override
  public Edition edition() {
    return edition;
  }

  @Override
  public long size() {
    return 2 * archive.size(conceptFile)
        + 2 * size(relationshipFiles)
        + 2 * size(descriptionFiles)
        + size(languageFiles)
        + size(referenceSetFiles);
  }

  private long size(List<String> files) {
    return files.stream().mapToLong(archive::size).sum();
  }

  @Override
  public Concepts concepts() throws IOException {
    Concepts concepts = new Concepts();
    Table.readTabbed(
        archive,
        conceptFile,
        List.of("id", "active", "moduleId", "definitionStatusId"),
        row -> concepts.add(row.get("id"), null, !isActive(row)));
    if (concepts.find(ROOT) < 0) {
      throw new UnusableArchiveException(
          "The release of SNOMED CT is an extension without the edition that it extends: it has no"
              + " concept "
              + ROOT
              + ". Take the package that contains both.");
    }
    addParents(concepts);
    addDisplays(concepts);
    return concepts;
  }

  private void addParents(Concepts concepts) throws IOException {
    for (String file : relationshipFiles) {
      Table.readTabbed(
          archive,
          file,
          RELATIONSHIP_COLUMNS,
          row -> {
            if (isActive(row) && row.get("typeId").equals(IS_A)) {
              int child = concepts.find(row.get("sourceId"));
              int parent = concepts.find(row.get("destinationId"));
              if (child >= 0 && parent >= 0) {
                concepts.addParent(child, parent);
              }
            }
          });
    }
  }

  private void addDisplays(Concepts concepts) throws IOException {
    LongSet american = new LongSet();
    LongSet british = new LongSet();
    LongSet other = new LongSet();
    for (String file : languageFiles) {
      Table.readTabbed(
          archive,
          file,
          List.of("active", "refsetId", "referencedComponentId", "acceptabilityId"),
          row -> {
            if (isActive(row) && row.get("acceptabilityId").equals(PREFERRED)) {
              LongSet preferred =
                  switch (row.get("refsetId")) {
                    case US_ENGLISH -> american;
                    case GB_ENGLISH -> british;
                    default -> other;
                  };
              preferred.add(number(row, "referencedComponentId"));
            }
          });
    }
    boolean britishFirst =
        languages.stream().anyMatch(it -> it.equalsIgnoreCase("en-GB"))
            && languages.stream().noneMatch(it -> it.equalsIgnoreCase("en-US"));
    LongSet first = britishFirst ? british : american;
    LongSet second = britishFirst ? american : british;
    int[] best = new int[concepts.size()];
    for (String file : descriptionFiles) {
      Table.readTabbed(
          archive,
          file,
          DESCRIPTION_COLUMNS,
          row -> {
            int concept = concepts.find(row.get("conceptId"));
            if (concept < 0 || !isActive(row)) {
              return;
            }
            long id = number(row, "id");
            int preference =
                first.contains(id) ? 0 : second.contains(id) ? 1 : other.contains(id) ? 2 : 3;
            boolean fullName = row.get("typeId").equals(FULLY_SPECIFIED_NAME);
            int quality =
                1000 - 10 * languageRank(row.get("languageCode")) - preference - (fullName ? 5 : 0);
            if (quality > best[concept]) {
              best[concept] = quality;
              concepts.setDisplay(concept, row.get("term"));
            }
          });
    }
  }

  private int languageRank(String language) {
    for (int i = 0; i < languages.size(); i++) {
      String wanted = languages.get(i).toLowerCase(Locale.ROOT);
      if (wanted.equals(language) || wanted.startsWith(language + "-")) {
        return i;
      }
    }
    return Math.min(languages.size(), 90);
  }

  @Override
  public void properties(Concepts concepts, Properties target) throws IOException {
    Table.readTabbed(
        archive,
        conceptFile,
        List.of("id", "moduleId", "definitionStatusId"),
        row -> {
          int concept = concepts.find(row.get("id"));
          target.add(concept, "moduleId", row.get("moduleId"), true);
          target.add(
              concept,
              "sufficientlyDefined",
              String.valueOf(row.get("definitionStatusId").equals(SUFFICIENTLY_DEFINED)),
              false);
        });
    for (String file : relationshipFiles) {
      addAttributes(file, concepts, target);
    }
    for (String file : referenceSetFiles) {
      Table.readTabbed(
          archive,
          file,
          MEMBER_COLUMNS,
          row -> {
            int concept = concepts.find(row.get("referencedComponentId"));
            if (concept >= 0 && isActive(row)) {
              target.add(concept, ConceptConditions.MEMBER_OF, row.get("refsetId"), true);
            }
          });
    }
  }

  /** Whatever group they are in. */
  private void addAttributes(String file, Concepts concepts, Properties target) throws IOException {
    Table.readTabbed(
        archive,
        file,
        RELATIONSHIP_COLUMNS,
        row -> {
          String type = row.get("typeId");
          int concept = concepts.find(row.get("sourceId"));
          if (concept >= 0 && isActive(row) && !type.equals(IS_A)) {
            target.add(concept, type, row.get("destinationId"), true);
          }
        });
  }

  @Override
  public void designations(Concepts concepts, Designations target) throws IOException {
    for (String file : descriptionFiles) {
      Table.readTabbed(
          archive,
          file,
          DESCRIPTION_COLUMNS,
          row -> {
            int concept = concepts.find(row.get("conceptId"));
            if (concept >= 0
                && isActive(row)
                && !row.get("term").equals(concepts.display(concept))) {
              target.add(concept, row.get("languageCode"), row.get("typeId"), row.get("term"));
            }
          });
    }
  }

  private static boolean isActive(Row row) {
    return row.get("active").equals("1");
  }

  private static long number(Row row, String column) {
    try {
      return Long.parseLong(row.get(column));
    } catch (NumberFormatException e) {
      throw new UnusableArchiveException("Not an identifier of SNOMED CT: " + row.get(column), e);
    }
  }
}
