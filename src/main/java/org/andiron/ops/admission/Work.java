package org.andiron.ops.admission;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.andiron.ops.interaction.FhirCall;

/** Classes of work, so that much of one kind does not keep out the others. */
enum Work {
  /** Touches one resource and its versions. */
  READ("read", 2, Duration.ofSeconds(10)),
  SEARCH("search", 2, Duration.ofSeconds(15)),
  /** Changes one resource, or those that a condition selects. */
  WRITE("write", 2, Duration.ofSeconds(30)),
  /** Transactions and batches; bulk loaders queue here, so the wait is long. */
  TRANSACTION("transaction", 2, Duration.ofMinutes(2)),
  /** Gathers a whole record or walks the whole store. */
  HEAVY("heavy", 4, Duration.ofMinutes(1));

  private static final Map<String, Work> OPERATIONS =
      Map.ofEntries(
          Map.entry("$meta", READ),
          Map.entry("$diff", READ),
          Map.entry("$lookup", READ),
          Map.entry("$validate-code", READ),
          Map.entry("$subsumes", READ),
          Map.entry("$translate", READ),
          Map.entry("$export-poll-status", READ),
          Map.entry("$import-poll-status", READ),
          Map.entry("$validate", SEARCH),
          Map.entry("$expand", SEARCH),
          Map.entry("$meta-add", WRITE),
          Map.entry("$meta-delete", WRITE));

  private final String code;
  private final int defaultDivisor;
  private final Duration defaultMaxWait;

  Work(String code, int defaultDivisor, Duration defaultMaxWait) {
    this.code = code;
    this.defaultDivisor = defaultDivisor;
    this.defaultMaxWait = defaultMaxWait;
  }

  /** The class of a request to the FHIR endpoint; empty if it is never refused. */
  static Optional<Work> of(FhirCall call) {
    return switch (call.interaction()) {
      case CAPABILITIES -> Optional.empty();
      case READ, VREAD, HISTORY_INSTANCE, OTHER -> Optional.of(READ);
      case SEARCH_TYPE, SEARCH_SYSTEM, SEARCH_COMPARTMENT, PAGE -> Optional.of(SEARCH);
      case CREATE, UPDATE, PATCH, DELETE -> Optional.of(WRITE);
      case TRANSACTION -> Optional.of(TRANSACTION);
      case HISTORY_TYPE, HISTORY_SYSTEM -> Optional.of(HEAVY);
      // An operation nobody classified may cost anything.
      case OPERATION ->
          Optional.of(OPERATIONS.getOrDefault(String.valueOf(call.operation()), HEAVY));
    };
  }

  /**
   * The class of a request to CDS services: a call finds and reads what it is about, as a search
   * does, and somebody waits for it. What is no call touches nothing that is stored, and is never
   * refused.
   */
  static Optional<Work> ofCds(String method) {
    return "POST".equals(method) ? Optional.of(SEARCH) : Optional.empty();
  }

  /** Tag value and name of the setting. */
  String code() {
    return code;
  }

  /** How many of this class run at once by default, when so many run over all. */
  int defaultConcurrent(int running) {
    return Math.max(1, running / defaultDivisor);
  }

  Duration defaultMaxWait() {
    return defaultMaxWait;
  }
}
