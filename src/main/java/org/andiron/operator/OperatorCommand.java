package org.andiron.operator;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What the commands have in common: exit code 0 when done, 2 when not, and a line that says why.
 */
abstract class OperatorCommand implements Callable<Integer> {

  private static final int DONE = 0;
  private static final int UNUSABLE = 2;

  private final RunningServer runningServer;

  @Mixin private ServerOptions options = new ServerOptions();

  @Spec private @Nullable CommandSpec spec;

  OperatorCommand(RunningServer runningServer) {
    this.runningServer = runningServer;
  }

  @Override
  public final Integer call() {
    try {
      run();
      return DONE;
    } catch (OperatorException e) {
      spec().commandLine().getErr().println(spec().qualifiedName() + ": " + e.getMessage());
      return UNUSABLE;
    } finally {
      out().flush();
    }
  }

  abstract void run();

  final ServerTokens tokens(String scope) {
    return options.tokens(runningServer, scope);
  }

  final AdminHttp admin() {
    return options.admin(runningServer);
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("run by picocli only");
    }
    return known;
  }
}
