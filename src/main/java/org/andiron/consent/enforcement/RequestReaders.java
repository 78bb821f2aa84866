package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.requester.DeclaredPurpose;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.Readers;
import org.andiron.visibility.Reader;
import org.jspecify.annotations.Nullable;

/** Tells for whom requests are. */
final class RequestReaders implements Readers {

  /** Of one Patient it is answered at once, of others in the background. */
  private static final String SCORING = "$risk-score";

  /** Where nobody is asked to sign in, all are one who keeps the server and its consents. */
  private static final Reader ANYBODY =
      new RequestingParty(
              null, null, new TreeSet<>(Set.of("privacy-officer")), null, Channel.SYSTEM)
          .reader();

  private final PurposeOfUse purposes;

  RequestReaders(PurposeOfUse purposes) {
    this.purposes = purposes;
  }

  @Override
  public Reader of(Caller caller) {
    return reader(caller, Optional.empty(), channel(caller));
  }

  @Override
  public Reader of(HttpServletRequest request) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    Optional<Code> declared = DeclaredPurpose.of(request, caller);
    return caller.map(it -> reader(it, declared, channel(it))).orElse(ANYBODY);
  }

  /**
   * For whoever calls.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if the request says what
   *     it is for, and may not, or not so
   */
  Reader of(ServletRequestDetails request) {
    Optional<Caller> caller = CallerOfRequest.of(request);
    Optional<Code> declared = DeclaredPurpose.of(request.getServletRequest(), caller);
    return caller.map(it -> reader(it, declared, channel(it, request))).orElse(ANYBODY);
  }

  private Reader reader(Caller caller, Optional<Code> declared, Channel channel) {
    @Nullable Code purpose = declared.isPresent() ? declared.get() : purposes.of(caller);
    return RequestingParty.of(caller, purpose, channel).reader();
  }

  private static Channel channel(Caller caller, ServletRequestDetails request) {
    return caller.actsForItself() ? Channel.SYSTEM : of(request.getOperation());
  }

  private static Channel channel(Caller caller) {
    return caller.actsForItself() ? Channel.SYSTEM : Channel.INTERACTIVE;
  }

  /** The way of what a user calls. */
  static Channel of(@Nullable String operation) {
    if ("$graphql".equals(operation)) {
      return Channel.GRAPHQL;
    }
    return "$export".equals(operation) ? Channel.EXPORT : Channel.INTERACTIVE;
  }

  /** Whether the answer to a request shows what is asked for, and not where it will be. */
  static boolean isAnsweredAtOnce(RequestDetails request) {
    String operation = request.getOperation();
    boolean ofOnePatient = "Patient".equals(request.getResourceName()) && request.getId() != null;
    return of(operation) == Channel.INTERACTIVE && (!SCORING.equals(operation) || ofOnePatient);
  }
}
