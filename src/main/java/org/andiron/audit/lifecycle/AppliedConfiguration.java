package org.andiron.audit.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.lifecycle.RecordedStates.Change;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.core.env.Environment;

/**
 * Records that the schema, files of {@code fhir-config}, or settings are others than at the last
 * start.
 */
final class AppliedConfiguration {

  private static final String SCHEMA = "schema";
  private static final String FOLDER = "fhir-config/";

  private final AuditTrail trail;
  private final RecordedStates states;
  private final DatabaseMigration migration;
  private final ConfigurationFolder folder;
  private final Environment environment;

  AppliedConfiguration(
      AuditTrail trail,
      RecordedStates states,
      DatabaseMigration migration,
      ConfigurationFolder folder,
      Environment environment) {
    this.trail = trail;
    this.states = states;
    this.migration = migration;
    this.folder = folder;
    this.environment = environment;
  }

  void record() {
    states.exchange(
        SCHEMA,
        Map.of(SCHEMA, migration.version()),
        changes -> record(EventKind.MIGRATION, changes.get(0).now()));
    Map<String, String> digests = new TreeMap<>();
    for (ConfigurationFile file : folder.files()) {
      digests.put(FOLDER + file.path(), file.digest());
    }
    states.exchange(FOLDER, digests, this::record);
    states.exchange(AppliedSettings.PREFIX, AppliedSettings.of(environment), this::record);
  }

  /** One event for each kind: a file or setting is named, what is in it is not. */
  private void record(List<Change> changes) {
    Map<EventKind, List<Change>> byKind =
        changes.stream()
            .collect(
                Collectors.groupingBy(it -> kind(it.name()), TreeMap::new, Collectors.toList()));
    byKind.forEach(
        (kind, some) ->
            record(
                kind,
                some.stream().map(AppliedConfiguration::text).collect(Collectors.joining(", "))));
  }

  private void record(EventKind kind, String what) {
    trail.record(trail.event(kind).data(DataObject.named(what)).build());
  }

  private static String text(Change change) {
    if (change.before().isEmpty()) {
      return change.name() + " added";
    }
    return change.name() + (change.now().isEmpty() ? " removed" : " changed");
  }

  static EventKind kind(String name) {
    if (!name.startsWith(FOLDER)) {
      return EventKind.CONFIGURATION_CHANGE;
    }
    String path = name.substring(FOLDER.length());
    if (path.startsWith("roles/")) {
      return EventKind.ROLE_CHANGE;
    }
    if (path.startsWith("clients/")) {
      return EventKind.ACCOUNT_CHANGE;
    }
    if (path.startsWith("consent-policies/labels/")) {
      return EventKind.LABEL_CHANGE;
    }
    return path.startsWith("consent-policies/")
        ? EventKind.POLICY_CHANGE
        : EventKind.CONFIGURATION_CHANGE;
  }
}
