package org.andiron.security.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file that pages refer to.
 *
 * @param mediaType what it is
 * @param content its bytes
 * @param version changes with the content
 */
record PageAsset(String mediaType, byte[] content, String version) {

  private static final int VERSION_BYTES = 8;

  static PageAsset of(String name, byte[] content) {
    return new PageAsset(mediaType(name), content, digest(content));
  }

  private static String mediaType(String name) {
    if (name.endsWith(".css")) {
      return "text/css;charset=" + StandardCharsets.UTF_8;
    }
    if (name.endsWith(".js")) {
      return "text/javascript;charset=" + StandardCharsets.UTF_8;
    }
    return name.endsWith(".svg") ? "image/svg+xml" : "image/png";
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, VERSION_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
