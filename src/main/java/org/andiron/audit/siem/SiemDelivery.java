package org.andiron.audit.siem;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Delivery;
import org.andiron.audit.delivery.PayloadTooLargeException;
import org.andiron.audit.delivery.Wire;

/**
 * Exports the records in batches, in their order. A batch is noted as exported after the target has
 * it: what is sent twice is what was under way when something failed, and nothing is left out. A
 * target that is slow or away only makes the lag grow. One to which a batch is too large gets half
 * of it, down to a single record, which is never left out.
 */
final class SiemDelivery implements Delivery {

  private final SealedEvents events;
  private final Wire wire;
  private final Function<SealedEvent, byte[]> format;
  private final Channel channel;
  private final int batchSize;
  private int most;
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
    this.most = batchSize;
  }

  @Override
  public String name() {
    return channel.name();
  }

  @Override
  public Progress round() throws IOException {
    long noted = channel.position();
    long sealed = events.count();
    lag = Math.max(0, sealed - noted);
    if (sealed < noted) {
      throw new IOException(
          "%d records were exported, but the log has %d: it was set back".formatted(noted, sealed));
    }
    Optional<Long> turn = sealed == noted ? Optional.empty() : channel.take();
    if (turn.isEmpty()) {
      return Progress.DONE;
    }
    long position = turn.get();
    List<SealedEvent> batch = events.from(position, most);
    if (batch.isEmpty()) {
      return Progress.DONE;
    }
    List<byte[]> messages = batch.stream().map(format).toList();
    try {
      wire.send(messages);
    } catch (PayloadTooLargeException e) {
      if (batch.size() == 1) {
        throw new IOException(
            "the record of leaf %d, %d bytes, is too large for it, and none after it is exported: %s"
                .formatted(position, messages.get(0).length, e.getMessage()),
            e);
      }
      most = batch.size() / 2;
      return Progress.MORE;
    }
    // By and by: what was too large may have been one record, or the limit of the target.
    most = Math.min(batchSize, most + most / 8 + 1);
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
