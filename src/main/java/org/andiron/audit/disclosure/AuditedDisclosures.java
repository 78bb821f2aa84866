package org.andiron.audit.disclosure;

import ca.uhn.fhir.util.FhirTerser;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.capture.RecordsOfAnswer;
import org.andiron.audit.capture.ShownResource;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Requester;
import org.andiron.server.Disclosures;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Records what leaves the server in the background. */
final class AuditedDisclosures implements Disclosures {

  private static final String REFERENCE = "[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}";

  /** Of what is told of without being sent. */
  private static final Map<String, String> NO_CONTENT = Map.of("content", "none");

  private final AuditTrail trail;
  private final RecordsOfAnswer records;
  private final Function<String, Set<String>> stored;
  private final Function<Collection<String>, List<ConsentBasis>> permitting;
  private final FhirTerser terser;

  /**
   * @param stored of whose records something is of which only the id is told
   * @param permitting under what something of patients' records leaves
   */
  AuditedDisclosures(
      AuditTrail trail,
      RecordsOfAnswer records,
      Function<String, Set<String>> stored,
      Function<Collection<String>, List<ConsentBasis>> permitting,
      FhirTerser terser) {
    this.trail = trail;
    this.records = records;
    this.stored = stored;
    this.permitting = permitting;
    this.terser = terser;
  }

  @Override
  public Set<String> patientsOf(IBaseResource resource) {
    return records.of(resource).patients();
  }

  @Override
  public void exported(String job, String file, Collection<String> patients) {
    trail.record(
        trail
            .event(EventKind.EXPORT_CONTENT)
            .patients(patients)
            .data(DataObject.job(job + '/' + file))
            .consents(permitting.apply(patients))
            .build());
  }

  @Override
  public void delivering(String subscription, String endpoint, IBaseResource content) {
    record(subscription, endpoint, told(content), Map.of());
  }

  @Override
  public void matching(String subscription, String endpoint, @Nullable IBaseResource matched) {
    Map<String, Set<String>> told = matched == null ? new LinkedHashMap<>() : told(matched);
    told.replaceAll(
        (reference, patients) ->
            patients.isEmpty() ? stored.apply(versionless(reference)) : patients);
    record(subscription, endpoint, told, NO_CONTENT);
  }

  /** A notification that names nothing is recorded as well, as one of its Subscription. */
  private void record(
      String subscription,
      String endpoint,
      Map<String, Set<String>> told,
      Map<String, String> details) {
    Requester subscriber = subscriber(subscription, endpoint);
    Map<String, Set<String>> named =
        told.isEmpty() ? Map.of("Subscription/" + subscription, Set.of()) : told;
    named.forEach(
        (reference, patients) ->
            trail.record(
                trail
                    .event(EventKind.SUBSCRIPTION_DELIVERY, subscriber)
                    .patients(patients)
                    .data(DataObject.resource(reference).detailed(details))
                    .consents(permitting.apply(patients))
                    .build()));
  }

  /** What is told of, with those of whose records it is part. */
  private Map<String, Set<String>> told(IBaseResource content) {
    Map<String, Set<String>> told = new LinkedHashMap<>();
    if (content instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.getResource() instanceof Parameters status) {
          named(status).forEach(it -> told.put(it, stored.apply(it)));
        }
      }
    }
    for (ShownResource resource : records.in(content)) {
      if (resource.reference().startsWith("Parameters/")) {
        continue;
      }
      // With its version, and its patients as it is told.
      told.remove(versionless(resource.reference()));
      told.put(resource.reference(), resource.patients());
    }
    return told;
  }

  private static String versionless(String reference) {
    return reference.replaceFirst("/_history/.*", "");
  }

  /**
   * Resources that a notification names, beside its Subscription.
   *
   * @see <a href="https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html">
   *     Notifications</a>
   */
  private List<String> named(Parameters status) {
    return terser.getAllPopulatedChildElementsOfType(status, Reference.class).stream()
        .map(Reference::getReferenceElement)
        .filter(it -> it.hasResourceType() && it.hasIdPart())
        .map(it -> it.getResourceType() + '/' + it.getIdPart())
        .filter(it -> it.matches(REFERENCE) && !it.startsWith("Subscription/"))
        .distinct()
        .toList();
  }

  /** By its host: the rest of an endpoint may be a secret. */
  private static Requester subscriber(String subscription, String endpoint) {
    String host =
        endpoint.isEmpty()
            ? "websocket"
            : Optional.ofNullable(URI.create(endpoint).getHost()).orElse("unknown");
    return new Requester(
        Optional.of(
            new ClientApp(
                Optional.empty(), "Subscription/" + subscription, NetworkAddress.name(host))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
