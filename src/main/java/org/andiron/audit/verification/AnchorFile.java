package org.andiron.audit.verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;

/** Heads that were kept elsewhere: a file with one in each line, as {@link SignedTreeHeadJson}. */
final class AnchorFile {

  private AnchorFile() {}

  /**
   * Reads all; empty lines mean nothing.
   *
   * @throws UnreadableLogException if the file cannot be read, or a line is no head
   */
  static List<SignedTreeHead> read(Path file) {
    List<SignedTreeHead> heads = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          heads.add(SignedTreeHeadJson.decode(line));
        }
      }
    } catch (IOException e) {
      throw new UnreadableLogException("cannot read " + file + " (" + e.getMessage() + ")", e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableLogException(
          "line " + number + " of " + file + " is no signed head: " + e.getMessage(), e);
    }
    return heads;
  }
}
