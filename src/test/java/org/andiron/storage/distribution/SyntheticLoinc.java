package org.andiron.storage.distribution;

/** A small release in the layout of LOINC, with invented codes and texts. */
final class SyntheticLoinc {

  private SyntheticLoinc() {}

  private static String quoted(String... cells) {
    return "\"" + String.join("\",\"", cells) + "\"";
  }

  private static String term(
      String code, String component, String status, String changed, String name, String shortName) {
    return quoted(
        code, component, "MCnc", "Pt", "Ser", "Qn", "", "CHEM", changed, status, "1", shortName,
        "Both", name, "mg/dL", "2.10", "");
  }

  /**
   * @param hierarchyFolder folder and file of the hierarchy, which was renamed with version 2.73
   */
  static ZipBuilder zip(String hierarchyFile) {
    return new ZipBuilder()
        .entry(
            "LoincTable/Loinc.csv",
            quoted(
                "LOINC_NUM",
                "COMPONENT",
                "PROPERTY",
                "TIME_ASPCT",
                "SYSTEM",
                "SCALE_TYP",
                "METHOD_TYP",
                "CLASS",
                "VersionLastChanged",
                "STATUS",
                "CLASSTYPE",
                "SHORTNAME",
                "ORDER_OBS",
                "LONG_COMMON_NAME",
                "EXAMPLE_UCUM_UNITS",
                "VersionFirstReleased",
                "PanelType"),
            term("90001-1", "Inventase", "ACTIVE", "2.78", "Inventase, in a \"\"vial\"\"", "Inv"),
            term("90002-2", "Inventol", "ACTIVE", "2.9", "Inventol in a vial", "Invol"),
            term("90003-3", "Inventol", "DEPRECATED", "2.40", "Inventol, the old way", "Old"),
            term("90004-4", "Mood", "ACTIVE", "2.77", "Mood of the inventor", "Mood"))
        .entry(
            "AccessoryFiles/PartFile/Part.csv",
            quoted("PartNumber", "PartTypeName", "PartName", "PartDisplayName", "Status"),
            quoted("LP90001-1", "COMPONENT", "Invented", "Invented matters", "ACTIVE"),
            quoted("LP90002-2", "COMPONENT", "Inventol", "", "ACTIVE"))
        .entry(
            "AccessoryFiles/PartFile/LoincPartLink_Primary.csv",
            quoted(
                "LoincNumber",
                "LongCommonName",
                "PartNumber",
                "PartName",
                "PartCodeSystem",
                "PartTypeName",
                "LinkTypeName",
                "Property"),
            quoted(
                "90002-2",
                "Inventol in a vial",
                "LP90002-2",
                "Inventol",
                "http://loinc.org",
                "COMPONENT",
                "Primary",
                "http://loinc.org/property/COMPONENT"))
        .entry(
            "AccessoryFiles/" + hierarchyFile,
            "PATH_TO_ROOT,SEQUENCE,IMMEDIATE_PARENT,CODE,CODE_TEXT",
            ",1,,LP90000-0,\"Root of parts\"",
            "LP90000-0,1,LP90000-0,LP90001-1,Invented matters",
            "LP90000-0.LP90001-1,1,LP90001-1,90001-1,Inventase",
            "LP90000-0.LP90001-1,2,LP90001-1,LP90002-2,Inventol",
            "LP90000-0.LP90001-1.LP90002-2,1,LP90002-2,90002-2,Inventol",
            "LP90000-0.LP90001-1.LP90002-2,2,LP90002-2,90003-3,Inventol")
        .entry(
            "AccessoryFiles/AnswerFile/AnswerList.csv",
            quoted(
                "AnswerListId",
                "AnswerListName",
                "AnswerStringId",
                "SequenceNumber",
                "DisplayText"),
            quoted("LL9001-1", "Moods", "LA90001-1", "1", "Cheerful"),
            quoted("LL9001-1", "Moods", "LA90002-2", "2", "Gloomy"),
            quoted("LL9002-2", "Other", "LA90001-1", "1", "Cheerful"))
        .entry(
            "AccessoryFiles/AnswerFile/LoincAnswerListLink.csv",
            quoted("LoincNumber", "LongCommonName", "AnswerListId", "AnswerListName"),
            quoted("90004-4", "Mood of the inventor", "LL9001-1", "Moods"))
        .entry(
            "AccessoryFiles/GroupFile/Group.csv",
            quoted("ParentGroupId", "GroupId", "Group", "Archetype", "Status"),
            quoted("LG9000-0", "LG9001-1", "Inventions in vials", "", "Active"))
        .entry(
            "AccessoryFiles/GroupFile/GroupLoincTerms.csv",
            quoted("Category", "GroupId", "Archetype", "LoincNumber", "LongCommonName"),
            quoted("", "LG9001-1", "", "90001-1", ""),
            quoted("", "LG9001-1", "", "90002-2", ""))
        .entry(
            "AccessoryFiles/LinguisticVariants/deDE15LinguisticVariant.csv",
            "\uFEFF" + quoted("LOINC_NUM", "COMPONENT", "LONG_COMMON_NAME", "SHORTNAME"),
            quoted("90001-1", "Erfindase", "Erfindase im Fläschchen", ""));
  }
}
