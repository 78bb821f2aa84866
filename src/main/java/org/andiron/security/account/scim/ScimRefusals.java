package org.andiron.security.account.scim;

import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import java.util.UUID;
import java.util.function.Supplier;
import org.andiron.security.account.AccountException;

/**
 * Refusals as SCIM has them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644#section-3.12">Errors, RFC 7644</a>
 */
final class ScimRefusals {

  private ScimRefusals() {}

  /** Does the work; what accounts refuse becomes a SCIM error. */
  static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (AccountException e) {
      throw translate(e);
    }
  }

  static ScimException notFound(String id) {
    return new ResourceNotFoundException("There is no resource with id '" + id + "'.");
  }

  static UUID userId(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw notFound(id);
    }
  }

  private static ScimException translate(AccountException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case NOT_FOUND -> new ResourceNotFoundException(message);
      case NAME_TAKEN, CHANGED_MEANWHILE ->
          new ConflictException(message, ScimType.RFC7644.UNIQUENESS);
      case INVALID, WEAK_PASSWORD, NOT_PROVEN ->
          new BadRequestException(message, ScimType.RFC7644.INVALID_VALUE);
    };
  }
}
