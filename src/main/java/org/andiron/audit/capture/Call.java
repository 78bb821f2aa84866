package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.google.common.base.Splitter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.andiron.audit.event.EventKind;
import org.hl7.fhir.r4.model.ResourceType;

/**
 * What is asked of the FHIR endpoint, as far as its method and URL tell.
 *
 * @param kind of the event that it is
 * @param target the one resource that it names, as in {@code Patient/1}, if it names one
 * @param conditional whether criteria decide what is changed
 */
record Call(EventKind kind, Optional<String> target, boolean conditional) {

  private static final Set<String> TYPES =
      Arrays.stream(ResourceType.values())
          .map(ResourceType::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private static final String HISTORY = "_history";
  private static final String COUNT = "_summary=count";
  private static final String SEARCH = "_search";
  private static final String GRAPHQL = "$graphql";
  private static final String AUDIT_EVENT = "AuditEvent";

  /** What nobody can name in a path. */
  private static final Call UNKNOWN = new Call(EventKind.REFUSED_REQUEST, Optional.empty(), false);

  /**
   * Reads a request or an entry of a Bundle.
   *
   * @param method in capitals
   * @param url below the base, with the query if there is one
   */
  static Call of(String method, String url) {
    int question = url.indexOf('?');
    String path = question < 0 ? url : url.substring(0, question);
    String query = question < 0 ? "" : url.substring(question + 1);
    List<String> segments = Splitter.on('/').omitEmptyStrings().splitToList(path);
    Optional<String> operation =
        segments.stream().filter(it -> it.startsWith("$")).reduce((first, last) -> last);
    if (operation.isPresent()) {
      return new Call(ofOperation(operation.get(), method), target(segments), false);
    }
    return switch (method) {
      case "GET", "HEAD" -> ofGet(segments, query);
      case "POST" -> ofPost(segments);
      case "PUT" -> change(EventKind.UPDATE, segments);
      case "PATCH" -> change(EventKind.PATCH, segments);
      case "DELETE" -> change(EventKind.DELETE, segments);
      default -> UNKNOWN;
    };
  }

  /** What HAPI has found out that a request asks. */
  static Call of(RequestDetails request, RestOperationTypeEnum interaction) {
    Optional<String> target =
        Optional.ofNullable(request.getId())
            .filter(it -> it.hasIdPart() && request.getResourceName() != null)
            .map(it -> request.getResourceName() + '/' + it.getIdPart())
            .filter(Call::isReference);
    EventKind kind =
        AUDIT_EVENT.equals(request.getResourceName()) && reads(interaction)
            ? EventKind.AUDIT_READ
            : kind(request, interaction);
    boolean conditional =
        request.getId() == null
            && switch (interaction) {
              case UPDATE, PATCH, DELETE -> true;
              default -> false;
            };
    return new Call(kind, target, conditional);
  }

  /** The one resource that it works with, where its answer may not show it. */
  Optional<String> ofInstance() {
    return switch (kind) {
      case OPERATION, HISTORY_INSTANCE -> target.filter(it -> !it.startsWith("Patient/"));
      default -> Optional.empty();
    };
  }

  /** Whether the body of a POST has parameters. */
  boolean hasForm() {
    return kind != EventKind.GRAPHQL;
  }

  /** The one resource that it is to change. */
  Optional<String> changes() {
    return switch (kind) {
      case UPDATE, PATCH, DELETE -> target;
      default -> Optional.empty();
    };
  }

  private static boolean reads(RestOperationTypeEnum interaction) {
    return switch (interaction) {
      case READ, VREAD, SEARCH_TYPE, HISTORY_INSTANCE, HISTORY_TYPE, GET_PAGE -> true;
      default -> false;
    };
  }

  private static EventKind kind(RequestDetails request, RestOperationTypeEnum interaction) {
    return switch (interaction) {
      case READ -> EventKind.READ;
      case VREAD -> EventKind.VREAD;
      case CREATE -> EventKind.CREATE;
      case UPDATE -> EventKind.UPDATE;
      case PATCH -> EventKind.PATCH;
      case DELETE -> EventKind.DELETE;
      case SEARCH_TYPE -> isCount(request) ? EventKind.COUNT : EventKind.SEARCH_TYPE;
      case GET_PAGE -> EventKind.SEARCH_TYPE;
      case SEARCH_SYSTEM -> EventKind.SEARCH_SYSTEM;
      case HISTORY_INSTANCE -> EventKind.HISTORY_INSTANCE;
      case HISTORY_TYPE -> EventKind.HISTORY_TYPE;
      case HISTORY_SYSTEM -> EventKind.HISTORY_SYSTEM;
      case TRANSACTION -> EventKind.TRANSACTION;
      case GRAPHQL_REQUEST -> EventKind.GRAPHQL;
      default ->
          ofOperation(
              request.getOperation() == null ? "" : request.getOperation(),
              request.getRequestType() == null ? "" : request.getRequestType().name());
    };
  }

  private static boolean isCount(RequestDetails request) {
    String[] summary = request.getParameters().get(Constants.PARAM_SUMMARY);
    return summary != null && Arrays.asList(summary).contains("count");
  }

  private static EventKind ofOperation(String name, String method) {
    return switch (name) {
      case GRAPHQL -> EventKind.GRAPHQL;
      case "$export" -> EventKind.EXPORT_START;
      case "$export-file" -> EventKind.EXPORT_DOWNLOAD;
      case "$export-poll-status" ->
          method.equals("DELETE") ? EventKind.EXPORT_DELETE : EventKind.OPERATION;
      case "$expunge", "$delete-expunge" -> EventKind.EXPUNGE;
      case "$access-report" -> EventKind.AUDIT_READ;
      case "$verify", "$inclusion-proof", "$consistency-proof" -> EventKind.AUDIT_VERIFY;
      default -> EventKind.OPERATION;
    };
  }

  private static Call ofGet(List<String> segments, String query) {
    Optional<String> target = target(segments);
    boolean isOfLog = !segments.isEmpty() && segments.get(0).equals(AUDIT_EVENT);
    EventKind kind;
    if (segments.isEmpty()) {
      kind = EventKind.SEARCH_SYSTEM;
    } else if (segments.get(0).equals(HISTORY)) {
      kind = EventKind.HISTORY_SYSTEM;
    } else if (!isType(segments.get(0))) {
      return UNKNOWN;
    } else if (isOfLog) {
      kind = EventKind.AUDIT_READ;
    } else if (segments.size() == 1) {
      kind = query.contains(COUNT) ? EventKind.COUNT : EventKind.SEARCH_TYPE;
    } else if (segments.get(1).equals(HISTORY)) {
      kind = EventKind.HISTORY_TYPE;
    } else if (segments.get(1).equals(SEARCH)) {
      kind = EventKind.SEARCH_TYPE;
    } else if (segments.size() == 2) {
      kind = EventKind.READ;
    } else if (segments.get(2).equals(HISTORY)) {
      kind = segments.size() == 3 ? EventKind.HISTORY_INSTANCE : EventKind.VREAD;
    } else {
      kind = EventKind.SEARCH_TYPE;
    }
    return new Call(kind, target, false);
  }

  private static Call ofPost(List<String> segments) {
    if (segments.isEmpty()) {
      return new Call(EventKind.TRANSACTION, Optional.empty(), false);
    }
    if (segments.get(segments.size() - 1).equals(SEARCH)) {
      boolean isOfLog = segments.get(0).equals(AUDIT_EVENT);
      EventKind search = segments.size() == 1 ? EventKind.SEARCH_SYSTEM : EventKind.SEARCH_TYPE;
      return new Call(isOfLog ? EventKind.AUDIT_READ : search, target(segments), false);
    }
    return segments.size() == 1 && isType(segments.get(0))
        ? new Call(EventKind.CREATE, Optional.empty(), false)
        : UNKNOWN;
  }

  private static Call change(EventKind kind, List<String> segments) {
    return segments.isEmpty() || !isType(segments.get(0))
        ? UNKNOWN
        : new Call(kind, target(segments), segments.size() == 1);
  }

  private static Optional<String> target(List<String> segments) {
    return segments.size() < 2
        ? Optional.empty()
        : Optional.of(segments.get(0) + '/' + segments.get(1)).filter(Call::isReference);
  }

  /** Whether it can be written into an event: what somebody asks for may be no id at all. */
  static boolean isReference(String reference) {
    int slash = reference.indexOf('/');
    return isType(reference.substring(0, slash))
        && ID.matcher(reference.substring(slash + 1)).matches();
  }

  private static boolean isType(String name) {
    return TYPES.contains(name);
  }
}
