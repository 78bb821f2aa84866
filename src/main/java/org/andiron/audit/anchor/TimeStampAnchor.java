package org.andiron.audit.anchor;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.TreeHead;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time stamp service vouches for the head: that it was there, unaltered, at a time that is not
 * ours. The token is kept with the log; its worth is in the key of the service.
 */
final class TimeStampAnchor implements Anchor {

  private static final int NONCE_BITS = 64;

  private final TimeStampExchange exchange;
  private final TimeStampCheck check;
  private final TimeStamps kept;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TimeStampAnchor(TimeStampExchange exchange, TimeStampCheck check, TimeStamps kept, Clock clock) {
    this.exchange = exchange;
    this.check = check;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "time-stamp";
  }

  @Override
  public void put(SignedTreeHead signed) throws IOException {
    TreeHead head = signed.head();
    TimeStampToken token = ask(head);
    TimeStampProof proof = check.proof(head, token);
    Instant now = clock.instant();
    if (Duration.between(proof.time(), now).abs().compareTo(TimeStampCheck.TOLERANCE) > 0) {
      throw new TimeStampRefusedException(
          "the clock of the time stamp service says %s, that of this server %s"
              .formatted(proof.time(), now));
    }
    kept.add(new TimeStamp(head, token.getEncoded()), proof.time());
  }

  private TimeStampToken ask(TreeHead head) throws IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    TimeStampRequest request =
        generator.generate(
            TSPAlgorithms.SHA256, TimeStampCheck.imprint(head), new BigInteger(NONCE_BITS, random));
    try {
      TimeStampResponse response = new TimeStampResponse(exchange.send(request.getEncoded()));
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw new TimeStampRefusedException(
            "the time stamp service refused with status " + response.getStatus());
      }
      return token;
    } catch (TSPException e) {
      throw new TimeStampRefusedException(
          "the answer of the time stamp service is not one to the request: " + e.getMessage(), e);
    }
  }

  @Override
  public void abort() {
    exchange.abort();
  }
}
