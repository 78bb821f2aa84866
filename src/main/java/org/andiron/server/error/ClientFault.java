package org.andiron.server.error;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the failures that HAPI reports as its own, although the request caused them: a value the
 * database cannot hold, a patch that does not fit, a parameter of the wrong type. Its own words for
 * them can hold statements and values of records, so that most are said anew.
 */
final class ClientFault {

  /** SQLSTATE class 22, data exception: too long, out of range, not a character. */
  private static final String DATA_EXCEPTION = "22";

  /** Frames looked at: the fault shows near the place where it was thrown. */
  private static final int FRAMES = 16;

  private ClientFault() {}

  /** The answer to a fault of the request, or null if the failure is none that is known. */
  static @Nullable BaseServerResponseException of(Throwable failure) {
    if (failure instanceof PreconditionFailedException
        && failure.getMessage() != null
        && failure.getMessage().startsWith("HAPI-2415")) {
      return new ResourceVersionConflictException(
          "The resource cannot be removed for good yet: another request is changing what belongs to"
              + " it. Try again later.");
    }
    SQLException database = null;
    Throwable root = failure;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      root = t;
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        database = sql;
      }
    }
    if (database != null) {
      return ofDatabase(failure, database);
    }
    return failure instanceof BaseServerResponseException known && known.getStatusCode() < 500
        ? null
        : ofCode(failure, root);
  }

  private static @Nullable BaseServerResponseException ofDatabase(
      Throwable failure, SQLException database) {
    if (database.getSQLState().startsWith(DATA_EXCEPTION)) {
      return new InvalidRequestException(
          "A value of this request is too long, out of range or holds a character that cannot be"
              + " stored; nothing was stored.",
          failure);
    }
    return failure instanceof ResourceVersionConflictException
        ? new ResourceVersionConflictException(
            "Another request changed the same records at the same time; nothing was stored. Try"
                + " again.")
        : null;
  }

  private static @Nullable BaseServerResponseException ofCode(Throwable failure, Throwable root) {
    if (!(root instanceof RuntimeException)) {
      return null;
    }
    String message = root.getMessage();
    if (root instanceof IllegalArgumentException
        && message != null
        && message.startsWith("HAPI-1230")) {
      return new InvalidRequestException(
          "A position is latitude|longitude|distance|unit, as in 48.2|16.4|5|km", failure);
    }
    if (failure instanceof InternalErrorException
        && failure.getMessage() != null
        && failure.getMessage().startsWith("HAPI-0390")) {
      return new InvalidRequestException(
          "The body is not of the resource type that this interaction takes.", failure);
    }
    if (comesFrom(root, "ca.uhn.fhir.jpa.patch.")) {
      return new InvalidRequestException(
          "The patch cannot be applied: it names an element that the resource does not have, or a"
              + " value that does not fit its element; nothing was stored.",
          failure);
    }
    if (comesFrom(root, "ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser")) {
      return new InvalidRequestException("The value of _filter is not well-formed.", failure);
    }
    return root instanceof IllegalArgumentException
            && comesFrom(root, "ca.uhn.fhir.rest.server.method.OperationParameter")
        ? new InvalidRequestException(
            "A parameter of this operation has a value that does not fit its type.", failure)
        : null;
  }

  private static boolean comesFrom(Throwable root, String place) {
    return Arrays.stream(root.getStackTrace())
        .limit(FRAMES)
        .anyMatch(frame -> frame.getClassName().startsWith(place));
  }
}
