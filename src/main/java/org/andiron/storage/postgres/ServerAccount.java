package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How programs of PostgreSQL are started so that they do not see uid 0, which PostgreSQL refuses:
 * directly for a plain user; as root in a user namespace of their own, or else as another account.
 */
final class ServerAccount {

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
  private static final String UNPRIVILEGED = "nobody";

  private final List<String> prefix;
  private final @Nullable Integer owner;

  private ServerAccount(List<String> prefix, @Nullable Integer owner) {
    this.prefix = List.copyOf(prefix);
    this.owner = owner;
  }

  /** Chooses the first way that works in this directory. */
  static ServerAccount choose(PostgresDirectory directory)
      throws IOException, InterruptedException {
    if (!runsAsRoot(directory)) {
      return new ServerAccount(List.of(), null);
    }
    ExternalCommand command = new ExternalCommand(directory.path());
    Integer clusterOwner = uid(directory.cluster());
    List<ServerAccount> candidates = new ArrayList<>();
    if (clusterOwner == null || clusterOwner == 0) {
      candidates.add(new ServerAccount(List.of("unshare", "--user"), null));
      candidates.addAll(switchingTo(UNPRIVILEGED, accountId(command)));
    } else {
      String id = clusterOwner.toString();
      candidates.addAll(switchingTo(id, clusterOwner));
    }
    for (ServerAccount candidate : candidates) {
      if (candidate.worksIn(directory, command)) {
        return candidate;
      }
    }
    throw new DatabaseUnavailableException(
        "PostgreSQL does not run as root, and neither a user namespace (unshare) nor the account "
            + (clusterOwner == null || clusterOwner == 0 ? UNPRIVILEGED : clusterOwner)
            + " can be used in "
            + directory.path()
            + "; start Andiron as an ordinary user, or set ANDIRON_DB_URL to a PostgreSQL of your"
            + " own.");
  }

  /** The command line that runs a program under this account. */
  List<String> commandLine(List<String> program) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(program);
    return line;
  }

  /** Gives a file or folder, with all that is in it, to this account. */
  void adopt(Path root) throws IOException {
    if (owner == null || !Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Integer uid = owner;
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return give(folder);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return give(file);
          }

          private FileVisitResult give(Path file) throws IOException {
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private boolean worksIn(PostgresDirectory directory, ExternalCommand command)
      throws InterruptedException, IOException {
    Integer before = uid(directory.path());
    try {
      if (owner != null) {
        Files.setAttribute(directory.path(), "unix:uid", owner);
      }
      ExternalCommand.Result result =
          command.run(
              commandLine(List.of("/bin/sh", "-c", "cd \"$0\" && id -u", path(directory))),
              Map.of(),
              PROBE_TIMEOUT);
      if (result.succeeded() && !result.output().equals("0")) {
        return true;
      }
    } catch (IOException e) {
      // The program is not installed, or this system has no way to give files away.
      return restore(directory, before);
    }
    return restore(directory, before);
  }

  private boolean restore(PostgresDirectory directory, @Nullable Integer before)
      throws IOException {
    if (owner != null && before != null) {
      Files.setAttribute(directory.path(), "unix:uid", before);
    }
    return false;
  }

  private static List<ServerAccount> switchingTo(String account, @Nullable Integer uid) {
    if (uid == null) {
      return List.of();
    }
    String id = uid.toString();
    return List.of(
        new ServerAccount(
            List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups", "--"), uid),
        new ServerAccount(List.of("runuser", "-u", account, "--"), uid),
        new ServerAccount(
            List.of("su", "-s", "/bin/sh", account, "-c", "exec \"$0\" \"$@\"", "--"), uid));
  }

  private static @Nullable Integer accountId(ExternalCommand command)
      throws IOException, InterruptedException {
    ExternalCommand.Result result =
        command.run(List.of("id", "-u", UNPRIVILEGED), Map.of(), PROBE_TIMEOUT);
    return result.succeeded() && result.output().matches("\\d{1,9}")
        ? Integer.valueOf(result.output())
        : null;
  }

  private static String path(PostgresDirectory directory) {
    return directory.path().toString();
  }

  private static boolean runsAsRoot(PostgresDirectory directory) throws IOException {
    Path file = Files.createTempFile(directory.path(), "owner", ".tmp");
    try {
      Integer owner = uid(file);
      return owner != null && owner == 0;
    } finally {
      Files.delete(file);
    }
  }

  /** Owner of a file; null if there is no such file, or no such notion on this platform. */
  private static @Nullable Integer uid(Path file) throws IOException {
    if (!Files.exists(file)
        || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    return (Integer) Files.getAttribute(file, "unix:uid");
  }
}
