package org.andiron.audit.command;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.retention.Hold;
import org.andiron.audit.retention.HoldScope;
import org.andiron.audit.retention.Holds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit hold list}. */
@Command(
    name = "list",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Show the holds on the audit log, one a line, oldest first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:here they are", "2:they cannot be read"})
final class HoldListCommand extends LogCommand {

  @Option(names = "--all", description = "Also those that were lifted.")
  private boolean all;

  @Mixin private LogDatabase database = new LogDatabase();

  @Override
  int run() throws InterruptedException {
    List<Hold> holds = database.forRetention(role -> new Holds(role).list());
    holds.stream().filter(it -> all || it.lift().isEmpty()).forEach(it -> out().println(line(it)));
    return DONE;
  }

  private static String line(Hold hold) {
    HoldScope scope = hold.scope();
    StringBuilder line = new StringBuilder(hold.id().toString());
    line.append("  ").append(day(scope.from())).append("..").append(day(scope.until()));
    line.append("  ").append(scope.patient().map(it -> "Patient/" + it).orElse("all"));
    line.append("  placed ").append(hold.placed()).append(" by ").append(hold.placedBy());
    line.append(": ").append(hold.reason());
    hold.lift()
        .ifPresent(
            it ->
                line.append("; lifted ")
                    .append(it.time())
                    .append(" by ")
                    .append(it.by())
                    .append(": ")
                    .append(it.reason()));
    return line.toString();
  }

  private static String day(Optional<LocalDate> day) {
    return day.map(LocalDate::toString).orElse("");
  }
}
