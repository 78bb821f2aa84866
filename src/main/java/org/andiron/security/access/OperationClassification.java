package org.andiron.security.access;

import static org.andiron.security.scope.Permission.CREATE;
import static org.andiron.security.scope.Permission.DELETE;
import static org.andiron.security.scope.Permission.READ;
import static org.andiron.security.scope.Permission.SEARCH;
import static org.andiron.security.scope.Permission.UPDATE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.SmartScope;
import org.jspecify.annotations.Nullable;

/**
 * The one table of all operations of this server: who may call each on each level. What is not in
 * it is refused. An operation that reads past what exists for the caller needs whole rights.
 */
final class OperationClassification {

  static final String META_DELETE = "meta-delete";

  private static final String EVERY_TYPE = SmartScope.ALL_TYPES;

  private static final List<OperationRule> RULES = new ArrayList<>();

  static {
    // A patient's record. What belongs to it is found, not named, and so needs to be searchable.
    add(
        "everything",
        OperationLevel.INSTANCE,
        Set.of("Patient", "Encounter", "Group"),
        READ,
        SEARCH);
    add("everything", OperationLevel.TYPE, Set.of("Patient", "Encounter"), SEARCH, SEARCH);
    add("summary", OperationLevel.INSTANCE, Set.of("Patient"), READ, SEARCH);
    add("summary", OperationLevel.TYPE, Set.of("Patient"), SEARCH, SEARCH);
    // Who may break the glass besides, the operation asks.
    add("break-glass", OperationLevel.INSTANCE, Set.of("Patient"), READ, READ);
    add("lastn", OperationLevel.TYPE, Set.of("Observation"), SEARCH, SEARCH);
    add("document", OperationLevel.INSTANCE, Set.of("Composition"), READ, READ);
    // The body of a query tells what it reads; nothing exists for it that may not be searched.
    add("graphql", OperationLevel.INSTANCE, Set.of(), READ, SEARCH);
    add("graphql", OperationLevel.TYPE, Set.of(), SEARCH, SEARCH);
    addOfAnyType("graphql", SEARCH);

    // For a patient no more exists than for other requests, and privacy officers are shown none of
    // what it is about: of whom it tells, it decides itself.
    add(
        new OperationRule(
            "explain-access",
            OperationLevel.INSTANCE,
            Set.of("Patient"),
            Audience.NAMED_USERS,
            call -> List.of(Need.of("Consent", READ, SEARCH)),
            sight(READ, READ)));
    // Of whose record, it asks of what exists.
    add(
        new OperationRule(
            "access-report",
            OperationLevel.INSTANCE,
            Set.of("Patient"),
            Audience.NAMED_USERS,
            call -> List.of(Need.of("AuditEvent", READ)),
            call -> Sight.of(Map.of("AuditEvent", Set.of(READ)), Set.of(), true)));
    // Nothing of a record is in the answers; who may ask, the operations decide.
    for (String check : List.of("verify", "consistency-proof", "inclusion-proof")) {
      add(
          new OperationRule(
              check,
              check.equals("inclusion-proof") ? OperationLevel.INSTANCE : OperationLevel.TYPE,
              Set.of("AuditEvent"),
              Audience.NAMED_USERS,
              call -> List.of(Need.of("AuditEvent", READ)),
              call -> Sight.NONE));
    }
    for (OperationLevel level : List.of(OperationLevel.TYPE, OperationLevel.INSTANCE)) {
      add(
          new OperationRule(
              "evaluate",
              level,
              Set.of("Consent"),
              Audience.NAMED_USERS,
              call -> List.of(Need.of("Consent", READ)),
              sight(READ, READ)));
    }
    add(
        new OperationRule(
            "evaluate-status",
            OperationLevel.TYPE,
            Set.of("Consent"),
            Audience.ALL,
            call -> List.of(Need.of("Consent", READ)),
            call -> Sight.NONE));

    // What a score is computed from is found, not named. That it is stored is asked beforehand,
    // because storing is the operation's.
    add(
        new OperationRule(
            "risk-score",
            OperationLevel.INSTANCE,
            Set.of("Patient"),
            Audience.ROLE,
            call -> riskNeeds(call, Need.of("Patient", READ)),
            sight(READ, SEARCH)));
    for (OperationLevel level : List.of(OperationLevel.TYPE, OperationLevel.INSTANCE)) {
      add(
          new OperationRule(
              "risk-score",
              level,
              level == OperationLevel.TYPE ? Set.of("Patient", "Group") : Set.of("Group"),
              Audience.NAMED,
              call ->
                  riskNeeds(
                      call,
                      level == OperationLevel.TYPE
                          ? Need.of("Patient", SEARCH)
                          : Need.of("Group", READ)),
              call -> Sight.of(Map.of("Group", Set.of(READ)), Set.of(SEARCH), false)));
    }
    add("replay", OperationLevel.INSTANCE, Set.of("RiskAssessment"), READ, READ);
    // Reads the score, and stores a version of it; that the caller is no patient, it asks.
    add(
        new OperationRule(
            "risk-outcome",
            OperationLevel.INSTANCE,
            Set.of("RiskAssessment"),
            Audience.ROLE,
            call -> List.of(Need.of(call.type(), READ), Need.of(call.type(), UPDATE)),
            call -> Sight.of(Map.of(call.type(), Set.of(READ, UPDATE)), Set.of(UPDATE), false)));
    // About no patient.
    add(
        new OperationRule(
            "risk-models",
            OperationLevel.SYSTEM,
            Set.of(),
            Audience.ROLE,
            call -> List.of(Need.ofAny(READ, SEARCH)),
            call -> Sight.NONE));

    // Versions, labels and checks of single resources.
    add("diff", OperationLevel.INSTANCE, Set.of(), READ, READ);
    addOfAnyType("diff", READ);
    add("meta", OperationLevel.INSTANCE, Set.of(), READ, READ);
    add("validate", OperationLevel.INSTANCE, Set.of(), READ, READ);
    add(
        new OperationRule(
            "validate",
            OperationLevel.TYPE,
            Set.of(),
            Audience.ROLE,
            call -> List.of(Need.of(call.type(), READ, SEARCH, CREATE, UPDATE)),
            sight(READ, READ)));
    for (String change : List.of("meta-add", META_DELETE)) {
      add(
          new OperationRule(
              change,
              OperationLevel.INSTANCE,
              Set.of(),
              Audience.ROLE,
              call -> List.of(Need.of(call.type(), UPDATE)),
              call -> WantedAccess.toUpdate(call.type(), false).sight()));
    }

    // Terminology and conformance: what they look up is about no patient.
    terminology("expand", "ValueSet", OperationLevel.TYPE, OperationLevel.INSTANCE);
    terminology("validate-code", "ValueSet", OperationLevel.TYPE, OperationLevel.INSTANCE);
    terminology("validate-code", "CodeSystem", OperationLevel.TYPE, OperationLevel.INSTANCE);
    terminology("lookup", "CodeSystem", OperationLevel.TYPE);
    terminology("subsumes", "CodeSystem", OperationLevel.TYPE, OperationLevel.INSTANCE);
    terminology("translate", "ConceptMap", OperationLevel.TYPE, OperationLevel.INSTANCE);
    terminology("snapshot", "StructureDefinition", OperationLevel.TYPE, OperationLevel.INSTANCE);

    // These count or copy whatever there is, in the background or past what exists for the caller.
    whole("meta", OperationLevel.SYSTEM, Audience.ROLE, READ, SEARCH);
    whole("meta", OperationLevel.TYPE, Audience.ROLE, READ, SEARCH);
    // Files in the background of what exists for the caller. Of one patient, it is what reading
    // gives.
    export(OperationLevel.SYSTEM, Set.of(), Audience.NAMED);
    export(OperationLevel.TYPE, Set.of("Patient"), Audience.NAMED);
    export(OperationLevel.INSTANCE, Set.of("Group"), Audience.NAMED);
    export(OperationLevel.INSTANCE, Set.of("Patient"), Audience.ROLE);
    // What it stores may be a Subscription, which reads.
    whole("import", OperationLevel.SYSTEM, Audience.NAMED, CREATE, UPDATE, READ, SEARCH);
    // Whose job it is, and what its files hold, is asked besides.
    for (String ofJob : List.of("export-poll-status", "import-poll-status", "export-file")) {
      add(
          new OperationRule(
              ofJob,
              OperationLevel.SYSTEM,
              Set.of(),
              Audience.ALL,
              call -> List.of(Need.ofAny(READ, SEARCH, CREATE, UPDATE)),
              call -> Sight.NONE));
    }

    // Administration.
    administration(
        OperationLevel.SYSTEM, "expunge", "delete-expunge", "reindex", "reindex-terminology");
    administration(OperationLevel.SYSTEM, "get-resource-counts", "hapi.fhir.reindex-status");
    administration(
        OperationLevel.SYSTEM, "hapi.fhir.replace-references", "hapi.fhir.undo-replace-references");
    administration(
        OperationLevel.SYSTEM,
        "risk-versions",
        "risk-history",
        "risk-monitoring",
        "risk-deploy",
        "risk-change",
        "risk-rollback",
        "risk-reload",
        "risk-report",
        "risk-train-status");
    // Of what its caller may see, as a score of many is.
    add(
        new OperationRule(
            "risk-train",
            OperationLevel.SYSTEM,
            Set.of(),
            Audience.ADMINISTRATORS,
            call -> List.of(Need.of("Patient", SEARCH)),
            call -> Sight.of(Map.of("Group", Set.of(READ)), Set.of(SEARCH), false)));
    administration(OperationLevel.TYPE, "expunge", "hapi.fhir.merge", "hapi.fhir.undo-merge");
    administration(
        OperationLevel.INSTANCE, "expunge", "reindex", "reindex-dryrun", "invalidate-expansion");
  }

  private OperationClassification() {}

  /** All rows. */
  static List<OperationRule> rules() {
    return List.copyOf(RULES);
  }

  /** Whether an operation starts an export or gives what one has written. */
  static boolean isOfExports(@Nullable String operation) {
    return operation != null
        && Set.of("$export", "$export-poll-status", "$export-file").contains(operation);
  }

  /** The row of an operation; none if it is not classified. */
  static Optional<OperationRule> of(String name, OperationLevel level, String type) {
    return RULES.stream().filter(it -> it.isFor(name, level, type)).findFirst();
  }

  private static void add(OperationRule rule) {
    RULES.add(rule);
  }

  /** An operation that needs a permission for its type, and sees other types by another. */
  private static void add(
      String name, OperationLevel level, Set<String> types, Permission own, Permission others) {
    add(
        new OperationRule(
            name,
            level,
            types,
            Audience.ROLE,
            call -> List.of(Need.of(call.type(), own)),
            sight(own, others)));
  }

  private static List<Need> riskNeeds(OperationCall call, Need own) {
    return call.has("persist", "true")
        ? List.of(own, Need.of("RiskAssessment", CREATE))
        : List.of(own);
  }

  private static void addOfAnyType(String name, Permission permission) {
    add(
        new OperationRule(
            name,
            OperationLevel.SYSTEM,
            Set.of(),
            Audience.ROLE,
            call -> List.of(Need.ofAny(permission)),
            call -> Sight.of(Map.of(), Set.of(permission), false)));
  }

  private static Function<OperationCall, Sight> sight(Permission own, Permission others) {
    return call ->
        call.type().isEmpty()
            ? Sight.of(Map.of(), Set.of(others), false)
            : Sight.of(Map.of(call.type(), Set.of(own)), Set.of(others), false);
  }

  private static Sight everything(OperationCall call) {
    return Sight.of(Map.of(), Permission.all(), false);
  }

  private static void terminology(String name, String type, OperationLevel... levels) {
    for (OperationLevel level : levels) {
      add(
          new OperationRule(
              name,
              level,
              Set.of(type),
              Audience.ROLE,
              call -> terminologyNeeds(call, type),
              call -> Sight.of(Map.of(), WantedAccess.SEEING, false)));
    }
  }

  /** The codes in use are those of all records. */
  private static List<Need> terminologyNeeds(OperationCall call, String type) {
    Need own = Need.of(type, READ, SEARCH);
    return call.has("contextDirection", "existing")
        ? List.of(own, Need.ofAll(EVERY_TYPE, SEARCH))
        : List.of(own);
  }

  private static void whole(
      String name, OperationLevel level, Audience audience, Permission... allOf) {
    add(
        new OperationRule(
            name,
            level,
            Set.of(),
            audience,
            call -> List.of(Need.ofAll(call.type().isEmpty() ? EVERY_TYPE : call.type(), allOf)),
            OperationClassification::everything));
  }

  private static void export(OperationLevel level, Set<String> types, Audience audience) {
    add(
        new OperationRule(
            "export", level, types, audience, ExportAccess::needs, ExportAccess::sight));
  }

  /** On single resources, no more exists than for other requests; else, no resource is shown. */
  private static void administration(OperationLevel level, String... names) {
    for (String name : names) {
      add(
          new OperationRule(
              name,
              level,
              name.equals("invalidate-expansion") ? Set.of("ValueSet") : Set.of(),
              Audience.ADMINISTRATORS,
              call -> List.of(),
              level == OperationLevel.INSTANCE
                  ? OperationClassification::everything
                  : call -> Sight.UNRESTRICTED));
    }
  }

  /**
   * Without a label a consent may not hide what it did: to remove one is another thing than to
   * remove a tag. It needs no right to the resource, of which nothing is shown but its meta.
   */
  static WantedAccess removalOfLabels() {
    return new WantedAccess(
        List.of(),
        Sight.UNRESTRICTED,
        Optional.of(new WantedAccess.CalledOperation(META_DELETE, Audience.OFFICERS)));
  }

  /** What deletes for good, or rewrites what was, is an operation of administration by any name. */
  static WantedAccess administrationOf(String type) {
    return new WantedAccess(
        List.of(Need.of(type, DELETE, UPDATE)),
        WantedAccess.toDelete(type, false).sight(),
        Optional.of(new WantedAccess.CalledOperation("expunge", Audience.ADMINISTRATORS)));
  }
}
