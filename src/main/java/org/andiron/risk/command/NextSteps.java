package org.andiron.risk.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import org.andiron.risk.pipeline.ModelLearning;

/**
 * Tells where a model is and what to do with it.
 *
 * @param id of the model
 * @param files names of those in the folder
 */
record NextSteps(String id, Path folder, Set<String> files) {

  void print(PrintWriter out) {
    out.println("The model is in " + folder);
    if (files.contains(ModelLearning.REPORT)) {
      out.println("How good it is: " + folder.resolve(ModelLearning.REPORT));
    }
    out.println("Next, with a running server:");
    out.println("  " + deploy());
  }

  private String deploy() {
    String named = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return "java -jar target/andiron.jar risk deploy %s%s --state shadow --reason 'newly trained'"
        .formatted(quoted(folder.toString()), named.equals(id) ? "" : " --id " + id);
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
