package org.andiron.storage.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal. */
public final class Digest {

  private final MessageDigest sha256;

  /** A digest of nothing. */
  public Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of some bytes. */
  public static String of(byte[] content) {
    Digest digest = new Digest();
    digest.sha256.update(content);
    return digest.hex();
  }

  /** The digest of all that a stream has. */
  public static String of(InputStream content) throws IOException {
    Digest digest = new Digest();
    byte[] buffer = new byte[1 << 16];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.sha256.update(buffer, 0, read);
    }
    return digest.hex();
  }

  /** Adds a text, separated from what comes next. */
  public Digest add(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    return this;
  }

  /** Ends the digest. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
