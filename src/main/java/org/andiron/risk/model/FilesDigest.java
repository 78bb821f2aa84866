package org.andiron.risk.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hash of files, such as all that a model is made of, to pin it. SHA-256 over the files in the
 * order of their names, compared by UTF-16 units. Of each file come the length of its name and the
 * name in UTF-8, the length of its content and the content; lengths are 64-bit numbers with the
 * highest byte first.
 */
public final class FilesDigest {

  private FilesDigest() {}

  /** The hash in lower-case hexadecimal. */
  public static String of(Map<String, byte[]> files) {
    MessageDigest digest = sha256();
    new TreeMap<>(files)
        .forEach(
            (name, content) -> {
              update(digest, name.getBytes(StandardCharsets.UTF_8));
              update(digest, content);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
