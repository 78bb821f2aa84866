package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.Readers;
import org.andiron.visibility.Reader;
import org.jspecify.annotations.Nullable;

/** Tells for whom requests are. */
final class RequestReaders implements Readers {

  /** Where nobody is asked to sign in, all are one who keeps the server and its consents. */
  private static final Reader ANYBODY =
      new RequestingParty(
              null, null, new TreeSet<>(Set.of("privacy-officer")), null, Channel.SYSTEM)
          .reader();

  @Override
  public Reader of(Caller caller) {
    return reader(caller, caller.actsForItself() ? Channel.SYSTEM : Channel.INTERACTIVE);
  }

  /** For whoever calls. */
  Reader of(ServletRequestDetails request) {
    return CallerOfRequest.of(request).map(it -> reader(it, channel(it, request))).orElse(ANYBODY);
  }

  private static Reader reader(Caller caller, Channel channel) {
    return RequestingParty.of(caller, PurposeOfUse.of(caller), channel).reader();
  }

  private static Channel channel(Caller caller, ServletRequestDetails request) {
    @Nullable String operation = request.getOperation();
    if (caller.actsForItself()) {
      return Channel.SYSTEM;
    }
    if ("$graphql".equals(operation)) {
      return Channel.GRAPHQL;
    }
    return "$export".equals(operation) ? Channel.EXPORT : Channel.INTERACTIVE;
  }
}
