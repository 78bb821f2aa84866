package org.andiron.audit.siem;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Delivery;
import org.andiron.audit.delivery.Wire;

/**
 * Exports the records in batches, in their order. A batch is noted as exported after the target has
 * it: what is sent twice is what was under way when something failed, and nothing is left out. A
 * target that is slow or away only makes the lag grow.
 */
final class SiemDelivery implements Delivery {

  private final SealedEvents events;
  private final Wire wire;
  private final Function<SealedEvent, byte[]> format;
  private final Channel channel;
  private final int batchSize;
  private volatile long lag;

  SiemDelivery(
      SealedEvents events,
      Wire wire,
      Function<SealedEvent, byte[]> format,
      Channel channel,
      int batchSize) {
    this.events = events;
    this.wire = wire;
    this.format = format;
    this.channel = channel;
    this.batchSize = batchSize;
  }

  @Override
  public String name() {
    return channel.name();
  }

  @Override
  public Progress round() throws IOException {
    Optional<Long> turn = channel.take();
    long position = turn.orElseGet(channel::position);
    long sealed = events.count();
    lag = Math.max(0, sealed - position);
    if (turn.isEmpty()) {
      return Progress.DONE;
    }
    if (sealed < position) {
      throw new IOException(
          "%d records were exported, but the log has %d: it was set back"
              .formatted(position, sealed));
    }
    List<SealedEvent> batch = events.from(position, batchSize);
    if (batch.isEmpty()) {
      return Progress.DONE;
    }
    wire.send(batch.stream().map(format).toList());
    long next = batch.get(batch.size() - 1).leaf() + 1;
    channel.advance(position, next);
    lag = Math.max(0, sealed - next);
    return next < sealed ? Progress.MORE : Progress.DONE;
  }

  /** How many sealed records are not exported yet. */
  long lag() {
    return lag;
  }

  /** The next start goes on where this one ends. */
  @Override
  public boolean endsWithRound() {
    return false;
  }

  @Override
  public void release() {
    channel.release();
  }

  @Override
  public void abort() {
    wire.close();
  }
}
