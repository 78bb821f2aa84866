package org.andiron.security.account.passkey;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.web.webauthn.api.Bytes;

/**
 * What a device knows a person by: the id of their account, which says nothing of them.
 *
 * @see <a href="https://www.w3.org/TR/webauthn-3/#user-handle">User handle, WebAuthn</a>
 */
final class UserHandle {

  private static final int BYTES = 16;

  private UserHandle() {}

  static Bytes of(UUID account) {
    return new Bytes(
        ByteBuffer.allocate(BYTES)
            .putLong(account.getMostSignificantBits())
            .putLong(account.getLeastSignificantBits())
            .array());
  }

  /** The id of the account; empty if the bytes are none. */
  static Optional<UUID> account(Bytes handle) {
    byte[] bytes = handle.getBytes();
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
  }
}
