package org.andiron.audit.anchor;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.andiron.audit.delivery.Wire;
import org.andiron.audit.ledger.SignedTreeHead;

/** Another system that keeps what it is sent. */
final class WireAnchor implements Anchor {

  private final String kind;
  private final Wire wire;
  private final Function<SignedTreeHead, byte[]> format;

  WireAnchor(String kind, Wire wire, Function<SignedTreeHead, byte[]> format) {
    this.kind = kind;
    this.wire = wire;
    this.format = format;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public void put(SignedTreeHead head) throws IOException {
    wire.send(List.of(format.apply(head)));
  }

  @Override
  public void abort() {
    wire.close();
  }
}
