package org.andiron.audit.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.andiron.fhir.ResourceJson;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;

/**
 * Events as FHIR R4 AuditEvents, and AuditEvents as the bytes that are kept.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/content.html">BALP, 3:5.7</a>
 */
public final class AuditEvents {

  private AuditEvents() {}

  /**
   * The AuditEvent of an event of one patient, or of none.
   *
   * <p>{@code meta.profile} has the profiles to which it conforms: that of its kind, unless it
   * failed and the profile is of successes, or it lacks somebody whom the profile requires, such as
   * a user with an organization where a consent decided; and those of the token. Where a profile
   * asks for a client and there is none, the server is its own client. {@code meta.tag} has the
   * kind. It has no id: whoever keeps it gives it one, before it makes the bytes.
   *
   * <p>Where the profile admits no other entity, the ids of {@link RequestTrace} are details of the
   * last one.
   *
   * @throws IllegalArgumentException if it is of several patients: {@link AuditedEvent#perPatient}
   *     makes one for each
   */
  public static AuditEvent toFhir(AuditedEvent event) {
    if (event.patients().size() > 1) {
      throw new IllegalArgumentException("an AuditEvent is of one patient");
    }
    List<BalpProfile> profiles = profiles(event);
    AuditEvent resource = new AuditEvent();
    profiles.forEach(it -> resource.getMeta().addProfile(it.url()));
    resource.getMeta().addTag(Codes.kind(event.kind().code()).coding());
    resource.setType(event.kind().type().coding());
    event.kind().subtypes().forEach(it -> resource.addSubtype(it.coding()));
    resource.setAction(event.kind().action());
    event.period().map(EventPeriod::period).ifPresent(resource::setPeriod);
    InstantType recorded = new InstantType(Date.from(event.recorded()));
    recorded.setTimeZoneZulu(true);
    resource.setRecordedElement(recorded);
    resource.setOutcome(event.outcome().code());
    event.outcome().description().ifPresent(resource::setOutcomeDesc);
    event.requester().purposes().forEach(it -> resource.addPurposeOfEvent(it.concept()));
    AgentList.of(event).forEach(resource::addAgent);
    resource
        .getSource()
        .setSite(event.server().site())
        .setObserver(event.server().who())
        .addType(
            event.kind().form().isOfSecurity()
                ? Codes.sourceType("6", "Security Server").coding()
                : Codes.sourceType("4", "Application Server").coding());
    boolean closed =
        profiles.contains(BalpProfile.AUTHZ_CONSENT)
            || profiles.contains(BalpProfile.GET_ACCESS_TOKEN);
    EntityList.of(event, closed).forEach(resource::addEntity);
    return resource;
  }

  /** The kind of one of ours; empty if another system reported it. */
  public static Optional<EventKind> kind(AuditEvent event) {
    return event.getMeta().getTag().stream()
        .filter(it -> Codes.KINDS.equals(it.getSystem()))
        .map(Coding::getCode)
        .flatMap(code -> Arrays.stream(EventKind.values()).filter(kind -> kind.code().equals(code)))
        .findFirst();
  }

  /**
   * The bytes that are kept of an AuditEvent, and to which the log commits: its JSON without white
   * space, in UTF-8, with elements in the order of the specification and references with their
   * versions. They depend on nothing but the AuditEvent: not on the time zone, the locale or the
   * node. They are kept as they are and never made again from the resource: another version of HAPI
   * may write the same in another way.
   */
  public static byte[] canonicalJson(AuditEvent event) {
    // A fraction of the time of HAPI's parser, and the same bytes.
    return ResourceJson.of(event).getBytes(StandardCharsets.UTF_8);
  }

  private static List<BalpProfile> profiles(AuditedEvent event) {
    Requester requester = event.requester();
    boolean ofPatient = !event.patients().isEmpty();
    List<BalpProfile> profiles = new ArrayList<>();
    if (hasAllOfItsProfile(event)) {
      event.kind().form().profile(ofPatient).ifPresent(profiles::add);
    }
    if (requester.tokenId().isPresent()) {
      if (requester.user().isPresent()) {
        profiles.add(BalpProfile.OAUTH_MINIMAL);
      }
      if (requester.client().flatMap(ClientApp::id).isPresent()) {
        profiles.add(BalpProfile.OAUTH_COMPREHENSIVE);
      }
    }
    return profiles;
  }

  private static boolean hasAllOfItsProfile(AuditedEvent event) {
    Requester requester = event.requester();
    Form form = event.kind().form();
    if (form.isOfSuccess() && !event.outcome().isSuccess()) {
      return false;
    }
    return switch (form) {
      case CREATE, READ, UPDATE, DELETE, QUERY, SIGN_IN, OTHER -> true;
      case DISCLOSURE, RECEIPT -> event.data().isPresent();
      case DECISION ->
          requester.user().isPresent()
              && requester.organization().isPresent()
              && !event.consents().isEmpty()
              && event.consents().stream().allMatch(it -> it.consent().isPresent());
      case GRANT ->
          requester.organization().isEmpty()
              && requester.onBehalfOf().isEmpty()
              && event.data().isEmpty()
              && event.consents().isEmpty()
              && event.model().isEmpty();
    };
  }
}
