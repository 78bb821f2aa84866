package org.andiron.testsupport.browser;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** An authenticator app on somebody's phone. */
public final class AuthenticatorApp {

  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();
  private final SecretKey secret;

  /**
   * @param typed the key as a page shows it
   */
  public AuthenticatorApp(String typed) {
    secret =
        new SecretKeySpec(
            new Base32().decode(typed.replaceAll("\\s", "")), generator.getAlgorithm());
  }

  /** What it shows now. */
  public String code() {
    return code(Duration.ZERO);
  }

  /** What it shows half a minute from now: a clock that is a little fast. */
  public String nextCode() {
    return code(generator.getTimeStep());
  }

  private String code(Duration ahead) {
    try {
      return generator.generateOneTimePasswordString(secret, Instant.now().plus(ahead));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
