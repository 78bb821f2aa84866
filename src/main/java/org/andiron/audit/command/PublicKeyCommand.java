package org.andiron.audit.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit public-key}: what others need to verify the log. */
@Command(
    name = "public-key",
    mixinStandardHelpOptions = true,
    description = {
      "Print the public key with which signed heads are verified, in PEM, and below it those",
      "of earlier keys. Give it away on another way than the log."
    })
final class PublicKeyCommand extends LogCommand {

  @Mixin private TrustedKeys keys = new TrustedKeys();

  @Override
  int run() {
    out().print(keys.read().pem());
    return DONE;
  }
}
