package org.andiron.audit.anchor;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Delivery;
import org.andiron.audit.ledger.SignedTreeHead;

/** Puts the newest head to one anchor, if it is not there yet. */
final class AnchorDelivery implements Delivery {

  private final SealedHeads heads;
  private final Anchor anchor;
  private final Channel channel;
  private volatile long caughtUp = System.nanoTime();
  private long seen;

  AnchorDelivery(SealedHeads heads, Anchor anchor, Channel channel) {
    this.heads = heads;
    this.anchor = anchor;
    this.channel = channel;
  }

  @Override
  public String name() {
    return channel.name();
  }

  String kind() {
    return anchor.kind();
  }

  @Override
  public Progress round() throws IOException {
    Optional<SignedTreeHead> newest = heads.newest();
    Optional<Long> turn = channel.take();
    if (newest.isEmpty()) {
      caughtUp = System.nanoTime();
    } else if (turn.isPresent()) {
      bring(newest.get(), turn.get());
      caughtUp = System.nanoTime();
    } else {
      watch(newest.get().head().size());
    }
    return Progress.DONE;
  }

  private void bring(SignedTreeHead newest, long noted) throws IOException {
    long size = newest.head().size();
    long anchored = anchor.size(noted, newest);
    if (size < anchored) {
      throw new IOException(
          "the log has %d sealed records, but a head of %d is anchored: the log was set back"
              .formatted(size, anchored));
    }
    if (size > anchored) {
      anchor.put(newest);
    }
    channel.advance(noted, size);
  }

  /** Another node is to do it. */
  private void watch(long size) {
    long position = channel.position();
    if (position >= size || position > seen) {
      caughtUp = System.nanoTime();
    }
    seen = position;
  }

  /** How long ago the newest head of that time was anchored, or seen to be. */
  Duration lag() {
    return Duration.ofNanos(System.nanoTime() - caughtUp);
  }

  /** What was recorded while the server stopped is anchored too. */
  @Override
  public boolean endsWithRound() {
    return true;
  }

  @Override
  public void release() {
    channel.release();
  }

  @Override
  public void abort() {
    anchor.abort();
  }
}
