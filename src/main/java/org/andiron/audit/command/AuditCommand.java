package org.andiron.audit.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code audit}: the audit log of a database, looked at beside the server. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Verify the audit log, dump it to be verified elsewhere, archive what is old, or hold it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  audit verify",
      "  audit public-key > audit-public-key.pem",
      "  audit dump --to audit.ndjson.gz",
      "  audit verify --dump audit.ndjson.gz --public-key audit-public-key.pem",
      "  audit archive --to /srv/audit-archive --dry-run",
      "  audit hold place --patient 123 --reason 'Case 4711'"
    })
public final class AuditCommand {

  private AuditCommand() {}

  /** The command with its subcommands. */
  public static CommandLine create() {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new DumpCommand())
        .addSubcommand(new PublicKeyCommand())
        .addSubcommand(new ArchiveCommand())
        .addSubcommand(HoldCommand.create());
  }
}
