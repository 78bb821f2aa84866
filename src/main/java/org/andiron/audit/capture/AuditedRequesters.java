package org.andiron.audit.capture;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Party;
import org.andiron.audit.event.Requester;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.KnownUser;

/** Who asks, as events name them. */
final class AuditedRequesters {

  private static final NetworkAddress NOWHERE = NetworkAddress.name("unknown");

  private final Supplier<String> issuer;
  private final Supplier<ConsentContext> context;
  private final Function<String, Optional<KnownUser>> users;

  /**
   * @param issuer of the tokens of this server
   * @param context not asked before there is a request
   * @param users of this server, by name
   */
  AuditedRequesters(
      Supplier<String> issuer,
      Supplier<ConsentContext> context,
      Function<String, Optional<KnownUser>> users) {
    this.issuer = issuer;
    this.context = context;
    this.users = users;
  }

  /** Who sends a request; of whom only the connection is known if no token was checked. */
  Requester of(RequestRecord record) {
    HttpServletRequest request = record.request();
    NetworkAddress address = address(request);
    return CallerOfRequest.of(request)
        .map(
            caller ->
                of(
                    caller,
                    address,
                    context.get().purposes(request, caller),
                    context.get().organization(caller)))
        .orElseGet(() -> Requester.unknown(address));
  }

  /** A caller, in a request or beside any. */
  Requester of(Caller caller, Optional<RequestRecord> record) {
    return of(
        caller,
        record.map(it -> address(it.request())).orElse(NOWHERE),
        caller.purposesOfUse().stream().map(AuditedRequesters::purpose).toList(),
        context.get().organization(caller));
  }

  private Requester of(
      Caller caller, NetworkAddress address, List<Code> purposes, Optional<Party> organization) {
    ClientApp client =
        new ClientApp(
            Optional.of(caller.client()),
            caller.actsForItself() ? caller.displayName() : "",
            address);
    Optional<HumanUser> user =
        caller.actsForItself()
            ? Optional.empty()
            : Optional.of(
                new HumanUser(
                    caller.issuer().orElseGet(issuer),
                    caller.subject(),
                    caller.displayName(),
                    caller.fhirUser(),
                    caller.roles()));
    return new Requester(
        Optional.of(client),
        user,
        organization,
        Optional.empty(),
        Optional.of(caller.tokenId()),
        purposes);
  }

  /** A user of this server; by no more than the name if the account is not active. */
  HumanUser user(String name) {
    return users
        .apply(name)
        .map(
            it ->
                new HumanUser(issuer.get(), it.name(), it.displayName(), it.fhirUser(), it.roles()))
        .orElseGet(() -> new HumanUser(issuer.get(), name, "", Optional.empty(), Set.of()));
  }

  private static NetworkAddress address(HttpServletRequest request) {
    return NetworkAddress.ip(request.getRemoteAddr());
  }

  private static Code purpose(String text) {
    int bar = text.indexOf('|');
    return bar < 0 ? Code.purpose(text) : new Code(text.substring(0, bar), text.substring(bar + 1));
  }
}
