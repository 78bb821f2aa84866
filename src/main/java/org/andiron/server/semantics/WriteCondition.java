package org.andiron.server.semantics;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a resource when it is written.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#concurrency">Managing resource contention</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-match">RFC 9110, 13.1.1</a>
 */
sealed interface WriteCondition {

  /**
   * Decides on a write to a resource of which {@code version} is current; null if there is none.
   */
  void check(@Nullable String version);

  /** If-Match: the current version is the one the client has seen. */
  record Unchanged(String version) implements WriteCondition {

    private static final Pattern WEAK_TAG = Pattern.compile("W/\"([^\"]*)\"");

    @Override
    public void check(@Nullable String current) {
      if (!version.equals(current)) {
        throw new PreconditionFailedException(
            current == null
                ? "If-Match names version " + version + ", but the resource does not exist"
                : "If-Match names version " + version + ", but the current version is " + current);
      }
    }
  }

  /** If-Match with an asterisk: the resource exists, in whatever version. */
  record Present() implements WriteCondition {

    @Override
    public void check(@Nullable String current) {
      if (current == null) {
        throw new PreconditionFailedException("If-Match is *, but the resource does not exist");
      }
    }
  }

  /** If-None-Match with an asterisk: the resource does not exist yet. */
  record Absent() implements WriteCondition {

    @Override
    public void check(@Nullable String current) {
      if (current != null) {
        throw new PreconditionFailedException(
            "If-None-Match is *, but the resource exists in version " + current);
      }
    }
  }

  /**
   * Reads the headers of a write.
   *
   * @throws InvalidRequestException if If-Match is neither a weak entity tag such as {@code W/"3"}
   *     nor an asterisk
   */
  static Optional<WriteCondition> of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && !ifMatch.isBlank()) {
      if (ifMatch.strip().equals("*")) {
        return Optional.of(new Present());
      }
      Matcher tag = Unchanged.WEAK_TAG.matcher(ifMatch.strip());
      if (!tag.matches()) {
        throw new InvalidRequestException(
            "If-Match must be a version as in ETag, such as W/\"3\", or *");
      }
      return Optional.of(new Unchanged(tag.group(1)));
    }
    if (ifNoneMatch != null && ifNoneMatch.strip().equals("*")) {
      return Optional.of(new Absent());
    }
    return Optional.empty();
  }
}
