package org.andiron.storage.distribution;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * A release in the layout of SNOMED CT's release format 2 with as many concepts as wanted, of which
 * only the root and the metadata have real identifiers. Concepts with odd numbers are below concept
 * 1, those with even numbers below concept 2; every third one has two parents.
 *
 * <p>To measure by hand: {@code java … SyntheticSnomed /tmp/config/terminology/sct.zip 350000}.
 */
final class SyntheticSnomed {

  static final String ROOT = "138875005";

  /** The attribute that odd concepts have. */
  static final String ATTRIBUTE = "7000000103";

  /** The reference set that has every fiftieth concept. */
  static final String REFERENCE_SET = "7000001104";

  /** Inactive, and so without a place in the hierarchy. */
  static final String RETIRED = "7000002105";

  /** The module of an edition with the namespace 1000999. */
  static final String EDITION_MODULE = "111000999105";

  private static final String CORE = "900000000000207008";
  private static final String MODEL = "900000000000012004";
  private static final String DEFINED = "900000000000073002";
  private static final String PRIMITIVE = "900000000000074008";
  private static final String IS_A = "116680003";
  private static final String FULL_NAME = "900000000000003001";
  private static final String SYNONYM = "900000000000013009";
  private static final String PREFERRED = "900000000000548007";
  private static final String ACCEPTABLE = "900000000000549004";
  private static final String US = "900000000000509007";
  private static final String GB = "900000000000508004";

  private final String branch;
  private final String date;
  private final int size;

  /**
   * @param branch {@code INT}, or country and namespace of an edition such as {@code XX1000999}
   * @param date of the release
   * @param size how many concepts below the root
   */
  SyntheticSnomed(String branch, String date, int size) {
    this.branch = branch;
    this.date = date;
    this.size = size;
  }

  public static void main(String[] args) {
    new SyntheticSnomed("INT", "20260101", Integer.parseInt(args[1]))
        .zip()
        .writeTo(Path.of(args[0]));
  }

  /** The identifier of a concept. */
  static String id(int number) {
    return number == 0 ? ROOT : (3_000_000L + number) + "00" + number % 10;
  }

  ZipBuilder zip() {
    String top = "SnomedCT_Release_" + branch + "_" + date + "T120000Z/Snapshot/";
    String end = "_" + branch + "_" + date + ".txt";
    return new ZipBuilder()
        .entry(top + "Terminology/sct2_Concept_Snapshot" + end, this::concepts)
        .entry(top + "Terminology/sct2_Description_Snapshot-en" + end, this::descriptions)
        .entry(top + "Terminology/sct2_Relationship_Snapshot" + end, this::relationships)
        .entry(top + "Refset/Language/der2_cRefset_LanguageSnapshot-en" + end, this::languages)
        .entry(top + "Refset/Content/der2_Refset_SimpleSnapshot" + end, this::members)
        .entry(top + "Refset/Metadata/der2_ssRefset_ModuleDependencySnapshot" + end, this::modules);
  }

  private void line(Writer out, String... cells) throws IOException {
    out.write(String.join("\t", cells));
    out.write("\r\n");
  }

  private void concepts(Writer out) throws IOException {
    line(out, "id", "effectiveTime", "active", "moduleId", "definitionStatusId");
    for (int i = 0; i <= size; i++) {
      line(out, id(i), date, "1", CORE, i % 2 == 0 ? PRIMITIVE : DEFINED);
    }
    line(out, ATTRIBUTE, date, "1", MODEL, PRIMITIVE);
    line(out, REFERENCE_SET, date, "1", MODEL, PRIMITIVE);
    line(out, RETIRED, date, "0", CORE, PRIMITIVE);
  }

  private void descriptions(Writer out) throws IOException {
    line(
        out,
        "id",
        "effectiveTime",
        "active",
        "moduleId",
        "conceptId",
        "languageCode",
        "typeId",
        "term",
        "caseSignificanceId");
    for (int i = 0; i <= size; i++) {
      description(out, 3L * i, id(i), FULL_NAME, "Invented matter " + i + " (invention)");
      description(out, 3L * i + 1, id(i), SYNONYM, "Colour of matter " + i);
      description(out, 3L * i + 2, id(i), SYNONYM, "Color of matter " + i);
    }
    description(out, 3L * size + 3, ATTRIBUTE, FULL_NAME, "Invented attribute (attribute)");
    description(out, 3L * size + 4, REFERENCE_SET, FULL_NAME, "Invented set (foundation)");
    description(out, 3L * size + 5, RETIRED, FULL_NAME, "Retired \"matter\" (invention)");
  }

  private void description(Writer out, long number, String concept, String type, String term)
      throws IOException {
    line(out, descriptionId(number), date, "1", CORE, concept, "en", type, term, "9");
  }

  private static String descriptionId(long number) {
    return (5_000_000L + number) + "011";
  }

  private void relationships(Writer out) throws IOException {
    line(
        out,
        "id",
        "effectiveTime",
        "active",
        "moduleId",
        "sourceId",
        "destinationId",
        "relationshipGroup",
        "typeId",
        "characteristicTypeId",
        "modifierId");
    long number = 0;
    for (int i = 1; i <= size; i++) {
      relationship(out, number++, id(i), id(parent(i, 4)), "0", IS_A, "1");
      if (i % 3 == 0 && parent(i, 5) != parent(i, 4)) {
        relationship(out, number++, id(i), id(parent(i, 5)), "0", IS_A, "1");
      }
      if (i % 2 == 1) {
        relationship(out, number++, id(i), id(2 + 2 * (i % 7)), "1", ATTRIBUTE, "1");
        relationship(out, number++, id(i), id(2 + 2 * (i % 7)), "2", ATTRIBUTE, "1");
        relationship(out, number++, id(i), id(4 + 2 * (i % 9)), "1", ATTRIBUTE, "0");
      }
    }
    relationship(out, number++, ATTRIBUTE, ROOT, "0", IS_A, "1");
    relationship(out, number, REFERENCE_SET, ROOT, "0", IS_A, "1");
  }

  private void relationship(
      Writer out,
      long number,
      String source,
      String target,
      String group,
      String type,
      String active)
      throws IOException {
    line(
        out,
        (6_000_000L + number) + "020",
        date,
        active,
        CORE,
        source,
        target,
        group,
        type,
        "900000000000011006",
        "900000000000451002");
  }

  /** Trees of odd and of even numbers, so many branches at each. */
  private static int parent(int number, int branches) {
    int place = (number - 1) / 2;
    return place == 0 ? 0 : 2 * ((place - 1) / branches) + (number % 2 == 1 ? 1 : 2);
  }

  private void languages(Writer out) throws IOException {
    line(
        out,
        "id",
        "effectiveTime",
        "active",
        "moduleId",
        "refsetId",
        "referencedComponentId",
        "acceptabilityId");
    for (long i = 0; i <= size; i++) {
      language(out, US, 3 * i, PREFERRED);
      language(out, GB, 3 * i, PREFERRED);
      language(out, US, 3 * i + 1, ACCEPTABLE);
      language(out, GB, 3 * i + 1, PREFERRED);
      language(out, US, 3 * i + 2, PREFERRED);
    }
  }

  private void language(Writer out, String set, long description, String acceptability)
      throws IOException {
    line(
        out,
        "a" + set + description,
        date,
        "1",
        CORE,
        set,
        descriptionId(description),
        acceptability);
  }

  private void members(Writer out) throws IOException {
    line(out, "id", "effectiveTime", "active", "moduleId", "refsetId", "referencedComponentId");
    for (int i = 50; i <= size; i += 50) {
      line(out, "m" + i, date, "1", CORE, REFERENCE_SET, id(i));
    }
  }

  private void modules(Writer out) throws IOException {
    line(
        out,
        "id",
        "effectiveTime",
        "active",
        "moduleId",
        "refsetId",
        "referencedComponentId",
        "sourceEffectiveTime",
        "targetEffectiveTime");
    line(out, "d1", date, "1", CORE, "900000000000534007", MODEL, date, date);
    line(out, "d2", date, "1", EDITION_MODULE, "900000000000534007", CORE, date, date);
    line(out, "d3", date, "1", EDITION_MODULE, "900000000000534007", MODEL, date, date);
  }
}
