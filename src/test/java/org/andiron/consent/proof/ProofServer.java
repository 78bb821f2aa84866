package org.andiron.consent.proof;

import java.util.Map;
import org.andiron.testsupport.OwnServer;

/** A server of its own, whose records are put away and others in their place. */
final class ProofServer extends OwnServer {

  ProofServer() {
    super(
        "proof",
        Map.of(
            "consent-policies/organization.json",
            "{\"implicit\": \"https://profiles.ihe.net/ITI/PCF/"
                + ProofSettings.get().policy()
                + "\"}"));
  }
}
