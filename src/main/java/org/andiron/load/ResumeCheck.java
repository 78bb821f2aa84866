package org.andiron.load;

import java.util.ArrayList;
import java.util.List;
import org.andiron.load.ServerProbe.Presence;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the state file says with what the server has, before a load goes on: records of an
 * emptied or restored database are dropped, and Bundles whose end is unknown are looked for.
 */
final class ResumeCheck {

  private final LoadState state;
  private final ServerProbe probe;
  private final boolean resendUnknown;

  ResumeCheck(LoadState state, ServerProbe probe, boolean resendUnknown) {
    this.state = state;
    this.probe = probe;
    this.resendUnknown = resendUnknown;
  }

  /**
   * The result of the check.
   *
   * @param unknown places not to be sent, for they may be stored
   */
  record Result(Items unknown, List<String> notices) {}

  /**
   * Brings the state in line with the server.
   *
   * @throws LoadException when the server does not answer
   */
  Result run() throws InterruptedException {
    List<String> notices = new ArrayList<>();
    dropUntrue(notices);
    Items unknown = new Items();
    for (LoadState.Pending pending : state.pending()) {
      @Nullable Probe identifier = pending.probe();
      Presence presence =
          identifier == null ? Presence.UNANSWERED : probe.settle(identifier, pending.since());
      if (presence == Presence.PRESENT) {
        state.done(pending.items(), null, 0);
        notices.add("found on the server, not sent again: a Bundle of an earlier run");
      } else if (presence == Presence.ABSENT || resendUnknown) {
        state.clear(pending.ticket());
      } else {
        unknown.addAll(pending.items());
      }
    }
    return new Result(unknown, List.copyOf(notices));
  }

  private void dropUntrue(List<String> notices) throws InterruptedException {
    List<LoadState.Done> witnessed =
        state.records().stream().filter(record -> record.witness() != null).toList();
    if (witnessed.isEmpty() || isTrue(witnessed.get(witnessed.size() - 1))) {
      return;
    }
    Items untrue = new Items();
    if (!isTrue(witnessed.get(0))) {
      state.records().forEach(record -> untrue.addAll(record.items()));
      notices.add("the server no longer has what an earlier run stored: loading all again");
    } else {
      for (LoadState.Done record : witnessed) {
        if (!isTrue(record)) {
          untrue.addAll(record.items());
        }
      }
      notices.add("the server lacks part of what an earlier run stored: loading that again");
    }
    state.undo(untrue);
  }

  private boolean isTrue(LoadState.Done record) throws InterruptedException {
    Presence presence = probe.resource(String.valueOf(record.witness()));
    if (presence == Presence.UNANSWERED) {
      throw new LoadException("cannot check on the server what an earlier run stored");
    }
    return presence == Presence.PRESENT;
  }
}
