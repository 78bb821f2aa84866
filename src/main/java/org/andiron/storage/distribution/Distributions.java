package org.andiron.storage.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells by its content what a distribution file is. */
final class Distributions {

  private static final Pattern XML = Pattern.compile("(?i).*\\.xml");
  private static final int SHOWN = 5;

  private Distributions() {}

  /**
   * Recognises what is in an archive.
   *
   * @throws UnusableArchiveException if it is nothing that is known here, with what it seems to be
   */
  static Distribution in(Archive archive, List<String> languages) throws IOException {
    Optional<Distribution> found = SnomedRelease.in(archive, languages);
    if (found.isEmpty()) {
      found = LoincRelease.in(archive, languages);
    }
    if (found.isPresent()) {
      return found.get();
    }
    String other = "";
    for (String entry : archive.all(XML)) {
      String root = root(archive, entry);
      if (ClamlReader.ROOT.equals(root)) {
        return ClamlReader.read(archive, entry);
      }
      if (Icd10CmReader.ROOT.equals(root)) {
        return Icd10CmReader.read(archive, entry);
      }
      other = other.isEmpty() && root != null ? entry + " (" + root + ")" : other;
    }
    List<String> entries = archive.entries();
    throw new UnusableArchiveException(
        "Not a distribution file of LOINC, SNOMED CT (RF2 with Snapshot), ICD-10 (ClaML) or"
            + " ICD-10-CM (tabular list in XML). Single resources have to be JSON. It contains "
            + (other.isEmpty()
                ? String.join(", ", entries.stream().limit(SHOWN).toList())
                    + (entries.size() > SHOWN ? ", …" : "")
                : other));
  }

  private static @Nullable String root(Archive archive, String entry) throws IOException {
    try (InputStream in = archive.open(entry)) {
      return Xml.root(in);
    }
  }
}
