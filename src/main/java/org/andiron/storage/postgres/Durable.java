package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Forces files and renames to the disk. */
final class Durable {

  private Durable() {}

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes a rename survive a power cut, where the platform lets a folder be opened. */
  static void forceParent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open folders and journals renames by itself.
      return;
    }
  }
}
