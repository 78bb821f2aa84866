package org.andiron.audit.event;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;

/**
 * Who took part. One agent for each, with all types that the profiles give it: a client is also the
 * application of the token, a user also the user of the token.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/content.html">BALP, 3:5.7.5.4: of tokens</a>
 */
final class AgentList {

  private static final String TOKEN = "urn:ietf:params:oauth:jti:";

  private final AuditedEvent event;
  private final Form form;
  private final Requester requester;
  private final List<AuditEventAgentComponent> agents = new ArrayList<>();

  private AgentList(AuditedEvent event) {
    this.event = event;
    this.form = event.kind().form();
    this.requester = event.requester();
  }

  static List<AuditEventAgentComponent> of(AuditedEvent event) {
    AgentList list = new AgentList(event);
    list.addClient();
    list.addServer();
    list.addUser();
    list.addOrganization();
    list.addDelegator();
    return list.agents;
  }

  private void addClient() {
    boolean asks = requester.user().isEmpty();
    if (requester.client().isPresent()) {
      ClientApp client = requester.client().get();
      AuditEventAgentComponent agent = add(form.client(), client.who(), asks);
      if (form.client() != Codes.APPLICATION) {
        agent.getType().addCoding(Codes.APPLICATION.coding());
      }
      agent.setNetwork(client.address().network());
      if (asks) {
        addToken(agent);
      }
    } else if (form.isProfiled()) {
      add(form.client(), event.server().who(), asks).setNetwork(event.server().address().network());
    }
  }

  private void addServer() {
    boolean alone = agents.isEmpty() && requester.user().isEmpty();
    AuditEventAgentComponent agent =
        add(alone ? Codes.APPLICATION : form.server(), event.server().who(), alone);
    if (form != Form.DECISION) {
      agent.setNetwork(event.server().address().network());
    }
  }

  private void addUser() {
    requester
        .user()
        .ifPresent(
            user -> {
              AuditEventAgentComponent agent = add(form.user(), user.who(), true);
              if (requester.tokenId().isPresent()) {
                agent.getType().addCoding(Codes.OAUTH_USER.coding());
              }
              user.roles().forEach(it -> agent.addRole(new CodeableConcept().setText(it)));
              if (!user.name().isEmpty()) {
                agent.setName(user.name());
              }
              addToken(agent);
              requester.purposes().forEach(it -> agent.addPurposeOfUse(it.concept()));
            });
  }

  private void addOrganization() {
    requester.organization().ifPresent(it -> add(Codes.PROVIDER, it.who(), false));
  }

  private void addDelegator() {
    requester.onBehalfOf().ifPresent(it -> add(Codes.DELEGATOR, it.who(), false));
  }

  private AuditEventAgentComponent add(Code type, Reference who, boolean asks) {
    AuditEventAgentComponent agent =
        new AuditEventAgentComponent().setType(type.concept()).setWho(who).setRequestor(asks);
    agents.add(agent);
    return agent;
  }

  /** A token may have any id, but a policy is a URI. */
  private void addToken(AuditEventAgentComponent agent) {
    requester
        .tokenId()
        .ifPresent(
            it ->
                agent.addPolicy(
                    TOKEN + URLEncoder.encode(it, StandardCharsets.UTF_8).replace("+", "%20")));
  }
}
