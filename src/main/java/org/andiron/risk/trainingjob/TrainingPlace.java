package org.andiron.risk.trainingjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.risk.pipeline.TrainingFolders;

/**
 * Where trainings of this node keep what they have on the way: a folder for its owner alone, with
 * one for each job in it, and the key of the pseudonyms, which is the same for all, so that the
 * same records give the same data.
 */
final class TrainingPlace {

  private static final String JOB = "job-";

  private final Path root;

  TrainingPlace(Path root) {
    this.root = root;
  }

  /**
   * The folder of a job for one set of files; made by whoever uses it.
   *
   * @param digest of all files that the definition is made of: of others nothing is taken up
   */
  Path folder(String job, String digest) {
    TrainingFolders.makePrivate(root);
    Path ofJob = ofJob(job);
    TrainingFolders.makePrivate(ofJob);
    return ofJob.resolve(digest);
  }

  /** The key of the pseudonyms, in a file. */
  Path key() {
    return TrainingFolders.usualKey(root);
  }

  /** The jobs of which there is something. */
  List<String> jobs() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(it -> String.valueOf(it.getFileName()))
          .filter(it -> it.startsWith(JOB))
          .map(it -> it.substring(JOB.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all that a job has kept; nothing if it has kept nothing. */
  void clear(String job) {
    Path folder = ofJob(job);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ofJob(String job) {
    if (!job.matches("[A-Za-z0-9-]{1,100}")) {
      throw new IllegalArgumentException("no id of a job");
    }
    return root.resolve(JOB + job);
  }
}
