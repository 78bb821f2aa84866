package org.andiron.security.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceShowDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.role.RolePolicy;
import org.andiron.security.role.TypeGroup;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.SmartScope;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks of every request whether its caller may, and says what exists for it. What the server does
 * by itself is not asked about.
 */
@Interceptor
public final class AccessInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(AccessInterceptor.class);

  private static final Visibility NOTHING = new Visibility(List.of());

  private final RolePolicies roles;
  private final PatientsOfUser patients;
  private final RequestReading reading;
  private final WrittenRecords records;
  private final Counter withheld;

  AccessInterceptor(
      RolePolicies roles,
      PatientsOfUser patients,
      RequestReading reading,
      WrittenRecords records,
      Counter withheld) {
    this.roles = roles;
    this.patients = patients;
    this.reading = reading;
    this.records = records;
    this.withheld = withheld;
  }

  /** Runs for each request, and for each entry of a Bundle that reads. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.ACCESS)
  public void decide(RequestDetails request, RestOperationTypeEnum interaction) {
    if (interaction == RestOperationTypeEnum.METADATA) {
      VisibilityOfRequest.set(request, NOTHING);
      DecisionOfRequest.set(request, new Allowed(NOTHING, Set.of()));
      return;
    }
    EffectiveRights rights =
        OperationClassification.isOfExports(request.getOperation())
            ? EffectiveRights.toExport(caller(request), policies(request), patients)
            : rights(request);
    WantedAccess wanted =
        reading.wanted(request, interaction).orElseThrow(AccessRefusal::unclassified);
    set(request, allowed(rights, wanted));
    setLinkable(request, rights);
  }

  /** Runs for each transaction, and for each entry of a batch as one of its own. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.ACCESS)
  public void decideOnEntries(@Nullable RequestDetails request, IBaseBundle processed) {
    if (!(request instanceof ServletRequestDetails)
        || !(processed instanceof Bundle bundle)
        || bundle.getType() == BundleType.BATCH) {
      return;
    }
    EffectiveRights rights = rights(request);
    EntryRights entries = new EntryRights();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getRequest().getMethod() != HTTPVerb.GET
          && entry.getRequest().getMethod() != HTTPVerb.HEAD) {
        WantedAccess wanted = EntryReading.wanted(entry).orElseThrow(AccessRefusal::unclassified);
        entries.add(wanted.sight().ofTypes().keySet(), allowed(rights, wanted));
      }
    }
    set(request, entries.together());
    setLinkable(request, rights);
  }

  /** What is written must be part of a record that the caller may write to. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.ACCESS)
  public void beforeCreate(@Nullable RequestDetails request, IBaseResource resource) {
    requireOwnRecord(request, resource);
    requireFindable(request, resource);
    requireSubscribable(request, resource);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.ACCESS)
  public void beforeUpdate(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (before != null) {
      requireOwnRecord(request, before);
    }
    requireOwnRecord(request, after);
    requireFindable(request, after);
    requireSubscribable(request, after);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = RequestPipeline.ACCESS)
  public void beforeDelete(@Nullable RequestDetails request, IBaseResource resource) {
    requireOwnRecord(request, resource);
  }

  private void requireOwnRecord(@Nullable RequestDetails request, IBaseResource resource) {
    if (!(request instanceof ServletRequestDetails)) {
      return;
    }
    Allowed decision = DecisionOfRequest.of(request).orElseThrow(AccessRefusal::unclassified);
    if (!records.mayHold(decision.visibility(), resource)) {
      throw AccessRefusal.ofOtherPatient(resource.fhirType());
    }
  }

  /** A reference by criteria is a search, whose answer shows in what is stored. */
  private void requireFindable(@Nullable RequestDetails request, IBaseResource resource) {
    if (!(request instanceof ServletRequestDetails)
        || VisibilityOfRequest.of(request).unrestricted()) {
      return;
    }
    Set<String> searched = records.searchedReferences(resource);
    if (!searched.isEmpty()) {
      allowed(
          rights(request),
          WantedAccess.of(
              searched.stream().map(type -> Need.of(type, Permission.SEARCH)).toList(),
              Sight.NONE));
      DecisionOfRequest.show(request, searched);
    }
  }

  /** It must be allowed to tell its owner something; what, is looked at when it does. */
  private void requireSubscribable(@Nullable RequestDetails request, IBaseResource resource) {
    if (request instanceof ServletRequestDetails
        && resource instanceof Subscription subscription
        && subscription.getStatus() != SubscriptionStatus.OFF) {
      allowed(rights(request), Subscribed.of(subscription).wanted());
    }
  }

  /** The second line: finds nothing, unless something before it is wrong. */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = RequestPipeline.ACCESS)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails resources) {
    if (!(request instanceof ServletRequestDetails)) {
      return;
    }
    Optional<Allowed> decision = DecisionOfRequest.of(request);
    for (IBaseResource resource : resources) {
      if (resource != null && !mayShow(decision, resource.fhirType())) {
        withheld.increment();
        LOG.error(
            "An answer with a {} was withheld that its caller may not see", resource.fhirType());
        throw AccessRefusal.ofAnswer();
      }
    }
  }

  /** The same for answers that no storage has shown. Entries of a Bundle were looked at alone. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.ACCESS)
  public void answer(@Nullable RequestDetails request, @Nullable IBaseResource response) {
    if (request instanceof ServletRequestDetails && response != null) {
      show(request, new SimplePreResourceShowDetails(Answered.records(response)));
    }
  }

  private static boolean mayShow(Optional<Allowed> decision, String type) {
    return decision
            .map(it -> it.shown().contains(SmartScope.ALL_TYPES) || it.shown().contains(type))
            .orElse(false)
        || (decision.isPresent()
            && (TypeGroup.CONFORMANCE.types().contains(type)
                || TypeGroup.TERMINOLOGY.types().contains(type)));
  }

  private EffectiveRights rights(RequestDetails request) {
    return EffectiveRights.of(caller(request), policies(request), patients);
  }

  private List<RolePolicy> policies(RequestDetails request) {
    return roles.of(caller(request).roles());
  }

  private static Caller caller(RequestDetails request) {
    return CallerOfRequest.of(request).orElseThrow(AccessRefusal::unauthenticated);
  }

  private static Allowed allowed(EffectiveRights rights, WantedAccess wanted) {
    AccessDecision decision = AccessRules.decide(rights, wanted);
    if (decision instanceof Refused refused) {
      throw AccessRefusal.of(refused);
    }
    return (Allowed) decision;
  }

  /**
   * A link lets a Binary exist for whoever stores it, who must have been able to read it before.
   */
  private static void setLinkable(RequestDetails request, EffectiveRights rights) {
    if (request.getRequestType() != RequestTypeEnum.GET) {
      VisibilityOfRequest.setLinkable(
          request,
          AccessRules.decide(rights, WantedAccess.toRead("Binary")) instanceof Allowed readable
              ? readable.visibility()
              : NOTHING);
    }
  }

  private static void set(RequestDetails request, Allowed decision) {
    VisibilityOfRequest.set(request, decision.visibility());
    DecisionOfRequest.set(request, decision);
  }
}
