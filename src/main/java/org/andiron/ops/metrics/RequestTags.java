package org.andiron.ops.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.ops.interaction.Interaction;
import org.andiron.ops.metrics.AndironMeter.RequestTag;

/** Maps a request to the tags of {@link AndironMeter#FHIR_REQUESTS}: a closed set of values. */
final class RequestTags {

  static final String OTHER_OPERATION = "$other";
  static final String OTHER_STATUS = "other";

  private static final Set<Integer> STATUSES =
      Set.of(
          200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414,
          415, 422, 429, 431, 500, 501, 503);

  private final Predicate<String> knownOperation;

  /**
   * @param knownOperation whether this server has the operation of that name, which starts with
   *     {@code $}; must not be true for more names than there are operations
   */
  RequestTags(Predicate<String> knownOperation) {
    this.knownOperation = knownOperation;
  }

  Tags of(FhirCall call, int status) {
    return Tags.of(
        RequestTag.INTERACTION.asString(),
        interaction(call),
        RequestTag.TYPE.asString(),
        call.type(),
        RequestTag.STATUS.asString(),
        status(status));
  }

  /** The interaction's code, or the operation's name. */
  String interaction(FhirCall call) {
    if (call.interaction() != Interaction.OPERATION) {
      return call.interaction().code();
    }
    String operation = call.operation();
    return operation != null && knownOperation.test(operation) ? operation : OTHER_OPERATION;
  }

  static String status(int status) {
    if (STATUSES.contains(status)) {
      return Integer.toString(status);
    }
    return status >= 100 && status <= 599 ? status / 100 + "xx" : OTHER_STATUS;
  }
}
