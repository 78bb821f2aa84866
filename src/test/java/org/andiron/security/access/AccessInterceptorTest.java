package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.SimplePreResourceShowDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.role.PatientReach;
import org.andiron.security.role.RolePolicies;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class AccessInterceptorTest {

  private static final Caller NURSE =
      Callers.user(
          "patient/Observation.cruds patient/Patient.rs", Optional.of("1"), "Practitioner/1");

  private final Counter withheld = Counter.builder("withheld").register(new SimpleMeterRegistry());

  private final AccessInterceptor interceptor =
      new AccessInterceptor(
          new RolePolicies(List.of(Callers.everythingFor(PatientReach.ANY))),
          Callers.NOBODY,
          new RequestReading(new SearchAnalysis(parameter -> Set.of()), page -> Optional.empty()),
          new WrittenRecords(FhirContext.forR4Cached()),
          withheld);

  private static ServletRequestDetails request(Optional<Caller> caller, String type) {
    ServletRequestDetails request = new ServletRequestDetails();
    MockHttpServletRequest servletRequest = new MockHttpServletRequest();
    caller.ifPresent(it -> CallerOfRequest.set(servletRequest, it));
    request.setServletRequest(servletRequest);
    request.setResourceName(type.isEmpty() ? null : type);
    request.setParameters(Map.of());
    request.setCompleteUrl("http://localhost/fhir/" + type);
    request.setFhirServerBase("http://localhost/fhir");
    return request;
  }

  private ServletRequestDetails decided(String type, RestOperationTypeEnum interaction) {
    ServletRequestDetails request = request(Optional.of(NURSE), type);
    request.setRestOperationType(interaction);
    interceptor.decide(request, interaction);
    return request;
  }

  private static Observation about(String patient) {
    return new Observation().setSubject(new Reference("Patient/" + patient));
  }

  private static Bundle bundle(BundleType type, HTTPVerb method, String url) {
    Bundle bundle = new Bundle().setType(type);
    bundle.addEntry().getRequest().setMethod(method).setUrl(url);
    return bundle;
  }

  @Test
  void nobodyMayReadWithoutATokenButTheCapabilityStatement() {
    ServletRequestDetails unknown = request(Optional.empty(), "Patient");
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> interceptor.decide(unknown, RestOperationTypeEnum.READ))
        .satisfies(
            it -> assertThat(it.getResponseHeaders().get("WWW-Authenticate")).contains("Bearer"));

    ServletRequestDetails metadata = request(Optional.empty(), "");
    interceptor.decide(metadata, RestOperationTypeEnum.METADATA);
    assertThat(VisibilityOfRequest.of(metadata).portions()).isEmpty();
  }

  @Test
  void itStandsAtEveryDoor() {
    InterceptorService doors = new InterceptorService();
    doors.registerInterceptor(interceptor);
    for (Pointcut door :
        List.of(
            Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
            Pointcut.STORAGE_TRANSACTION_PROCESSING,
            Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
            Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED,
            Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED,
            Pointcut.STORAGE_PRESHOW_RESOURCES,
            Pointcut.SERVER_OUTGOING_RESPONSE)) {
      assertThat(doors.hasHooks(door)).as(door.name()).isTrue();
    }
  }

  @Test
  void aRefusalNamesTheScopeThatWouldDo() {
    ServletRequestDetails request = request(Optional.of(NURSE), "Condition");
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.decide(request, RestOperationTypeEnum.SEARCH_TYPE))
        .withMessageContaining("patient/Condition.s")
        .satisfies(
            it ->
                assertThat(it.getResponseHeaders().get("WWW-Authenticate"))
                    .containsExactly(
                        "Bearer error=\"insufficient_scope\", scope=\"patient/Condition.s\""));
  }

  @Test
  void whatIsNotClassifiedIsRefused() {
    ServletRequestDetails operation = request(Optional.of(NURSE), "Patient");
    operation.setOperation("$match");
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(
            () -> interceptor.decide(operation, RestOperationTypeEnum.EXTENDED_OPERATION_TYPE));
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(
            () ->
                interceptor.decide(
                    request(Optional.of(NURSE), "Observation"), RestOperationTypeEnum.ADD_TAGS));
  }

  @Test
  void whatDeletesForGoodIsAdministrationByAnyName() {
    for (String parameter : List.of("_expunge", "_cascade", "_cascade:x")) {
      ServletRequestDetails request = request(Optional.of(NURSE), "Observation");
      request.setId(new IdType("Observation/1"));
      request.setParameters(Map.of(parameter, new String[] {"true"}));
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(() -> interceptor.decide(request, RestOperationTypeEnum.DELETE));
    }
    Bundle bundle =
        bundle(BundleType.TRANSACTION, HTTPVerb.DELETE, "Observation?code=x&_%65xpunge=true");
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.decideOnEntries(request(Optional.of(NURSE), ""), bundle));
  }

  @Test
  void theRequestIsToldWhatExists() {
    ServletRequestDetails request = decided("Observation", RestOperationTypeEnum.READ);

    assertThat(VisibilityOfRequest.of(request).portions())
        .contains(Portion.of(Set.of("Observation", "Patient"), Set.of("1")));
  }

  @Test
  void nothingExistsForABundleButWhatItsEntriesMayWrite() {
    ServletRequestDetails request = decided("", RestOperationTypeEnum.TRANSACTION);
    assertThat(VisibilityOfRequest.of(request)).isEqualTo(new Visibility(List.of()));

    interceptor.decideOnEntries(
        request, bundle(BundleType.TRANSACTION, HTTPVerb.PUT, "Observation/1"));
    assertThat(VisibilityOfRequest.of(request).portions())
        .containsExactly(Portion.of(Set.of("Observation"), Set.of("1")));

    interceptor.decideOnEntries(
        request, bundle(BundleType.TRANSACTION, HTTPVerb.GET, "Observation/1"));
    assertThat(VisibilityOfRequest.of(request).portions()).isEmpty();
  }

  @Test
  void anEntryThatReadsIsAskedAboutAlone() {
    ServletRequestDetails request = decided("", RestOperationTypeEnum.TRANSACTION);
    ServletSubRequestDetails entry = new ServletSubRequestDetails(request);
    entry.setResourceName("Patient");
    entry.setParameters(Map.of());
    interceptor.decide(entry, RestOperationTypeEnum.READ);

    assertThat(VisibilityOfRequest.of(entry).portions()).isNotEmpty();
    assertThat(VisibilityOfRequest.of(request).portions()).isEmpty();

    ServletSubRequestDetails refused = new ServletSubRequestDetails(request);
    refused.setResourceName("Condition");
    refused.setParameters(Map.of());
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.decide(refused, RestOperationTypeEnum.READ));
  }

  @Test
  void anEntryWithoutARightIsRefusedAndSoIsOneThatIsNotUnderstood() {
    for (String url :
        List.of("Patient/1", "Patient?name=x", "Condition/1", "http://x/Observation", "")) {
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(
              () ->
                  interceptor.decideOnEntries(
                      request(Optional.of(NURSE), ""),
                      bundle(BundleType.TRANSACTION, HTTPVerb.PUT, url)));
    }
  }

  @Test
  void nothingIsWrittenForAnotherPatientNorForOnePatientAndAnother() {
    ServletRequestDetails request = decided("Observation", RestOperationTypeEnum.CREATE);
    interceptor.beforeCreate(request, about("1"));

    for (Resource wrong :
        List.of(
            about("2"),
            about("1").addPerformer(new Reference("Patient/2")),
            new Observation(),
            new Patient().setId("Patient/2"))) {
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(() -> interceptor.beforeCreate(request, wrong));
    }
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.beforeUpdate(request, about("2"), about("1")));
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.beforeUpdate(request, about("1"), about("2")));
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(() -> interceptor.beforeDelete(request, about("2")));
  }

  @Test
  void aSubscriptionNeedsARightToWhatItTellsOf() {
    for (String criteria :
        List.of(
            "Condition?code=x",
            "http://example.org/topic",
            "[*]",
            "Observation?subject.name=x",
            "Observation?_has:Provenance:target:agent=x",
            "Observation?_filter=code%20eq%20x",
            "Observation?subject%2ename=x",
            "Observation?_list=x")) {
      ServletRequestDetails request =
          request(
              Optional.of(Callers.backend("system/Subscription.cu system/Observation.rs")),
              "Subscription");
      interceptor.decide(request, RestOperationTypeEnum.CREATE);
      interceptor.beforeCreate(request, new Subscription().setCriteria("Observation?code=x"));
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(
              () -> interceptor.beforeCreate(request, new Subscription().setCriteria(criteria)));
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(
              () ->
                  interceptor.beforeUpdate(
                      request,
                      new Subscription().setCriteria("Observation?code=x"),
                      new Subscription().setCriteria(criteria)));
    }
  }

  @Test
  void aResourceOfATypeThatMayNotBeSeenNeverLeaves() {
    ServletRequestDetails request = decided("Observation", RestOperationTypeEnum.READ);
    interceptor.show(
        request,
        new SimplePreResourceShowDetails(List.of(about("1"), new Patient(), new ValueSet())));

    for (Resource hidden : List.of(new AuditEvent(), new Practitioner())) {
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(
              () -> interceptor.show(request, new SimplePreResourceShowDetails(List.of(hidden))));
    }
    assertThat(withheld.count()).isEqualTo(2);

    ServletRequestDetails undecided = request(Optional.of(NURSE), "Observation");
    assertThatExceptionOfType(ForbiddenOperationException.class)
        .isThrownBy(
            () ->
                interceptor.show(undecided, new SimplePreResourceShowDetails(List.of(about("1")))));
  }

  @Test
  void whatNoStorageHasShownIsLookedAtWhenItLeaves() {
    ServletRequestDetails request = decided("Observation", RestOperationTypeEnum.READ);
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
    bundle.addEntry().setResource(stored(about("1")));
    interceptor.answer(request, bundle);
    interceptor.answer(request, new OperationOutcome());
    interceptor.answer(request, null);

    bundle.addEntry().setResource(stored(new AuditEvent()));
    for (Resource answer : List.of(bundle, stored(new Practitioner()))) {
      assertThatExceptionOfType(ForbiddenOperationException.class)
          .isThrownBy(() -> interceptor.answer(request, answer));
    }
    assertThat(withheld.count()).isEqualTo(2);
    // Each entry was an answer of its own.
    interceptor.answer(request, bundle.setType(BundleType.TRANSACTIONRESPONSE));
  }

  private static Resource stored(Resource resource) {
    resource.getMeta().setVersionId("1");
    return resource;
  }
}
